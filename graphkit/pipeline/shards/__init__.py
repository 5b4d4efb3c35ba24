"""Extract articles into Parquet shards and read them back, on one machine or on many."""
