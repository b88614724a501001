"""From files and standard input to articles, or to a clear word on why one is none."""
