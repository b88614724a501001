"""Who does the work: the same shard function in this process or in several."""
