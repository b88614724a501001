"""What several rooms must know of English: where sentences end, how names are written, what words mean, how numbers are rounded."""
