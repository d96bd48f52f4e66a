"""How many hidden donors a figure covers at least: a leaf, so that settings are read without the records' machinery."""

#: Where settings do not ask for more.
SMALL_CELLS = 5
#: The least that settings may ask for: of two, each could work out what the other gave. It cannot be switched off,
#: since it is what donors who are not named are promised.
FEWEST = 3
