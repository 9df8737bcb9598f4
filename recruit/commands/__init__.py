"""Commands of single features, registered in `recruit.cli`."""
