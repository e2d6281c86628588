"""The letters of complaint handling (pure): what each has to say, and whether it does."""
