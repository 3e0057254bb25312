"""What is counted: each figure defined once, kept as rows (`Tally`) that follow from the events alone.

`life` says where one complaint counts, `definitions` what a figure is called and how it is worked out in words,
`operations` keeps the rows, `queries` reads them, `telling` puts a figure in words that do not say too much.
The first page shows three of them, the pages of `monitoring` all.
"""
