"""The commands of render.py, a file for each group of them: they parse, call studio, and print.

What a command needs is imported when it runs, so that each starts as fast as it can.
"""
