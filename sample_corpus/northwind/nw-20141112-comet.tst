nwa0412 3 i 148  northwind 0207

space-comet/
Philae lands on a comet, bounces, and lands again
By Dara Fennimore, Northwind News =

   DARMSTADT, Germany, Nov 12 (Northwind News) - A washing-machine-sized
robot became the first craft to land on a comet on Wednesday, though it
seems to have bounced twice before it came to rest.

   The harpoons that were to hold Philae down did not fire, engineers at
the European Space Agency said. The pull of the comet is so weak that a
person could jump off it into space.

   Rosetta, the mother ship, had chased the lump of ice and dust for ten
years. Where exactly its passenger is standing nobody could say; the
first picture shows a cliff and a foot in the air.

# Northwind notebook

* * * *
The following information is not for publication

## Contacts
- Editing by: Saskia Wynholt

nw dfe swy

121934 GMT Nov 14 
