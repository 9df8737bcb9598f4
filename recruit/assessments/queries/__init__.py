"""Reading assessments. Loaders named `..._for(person, pubid)` are the authorization."""
