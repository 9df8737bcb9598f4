"""Forms of interviews: they check shape; the rules check meaning."""
