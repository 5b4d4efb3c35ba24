"""Knowledge as data: the files of assets/ read into typed, validated objects."""
