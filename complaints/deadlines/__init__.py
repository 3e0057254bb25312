"""Deadlines: when something is due, and why on that date.

`calendar` is the arithmetic of one office's working time and `explanation` tells a due time line by
line; both are pure. Part of the kernel: lifecycle starts, pauses and stops clocks with it.
"""
