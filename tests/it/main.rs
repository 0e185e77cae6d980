mod sample_corpus;
