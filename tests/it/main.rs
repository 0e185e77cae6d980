mod hostile;
mod sample_corpus;
