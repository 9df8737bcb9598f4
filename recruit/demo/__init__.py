"""The demo: a believable company, the same on every machine, relative to today.

It is made by calling the product's own operations with earlier times, so that every rule holds
over it; only the scaled history of `--candidates` is inserted in bulk.
"""
