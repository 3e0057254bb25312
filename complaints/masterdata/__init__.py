"""Master data: agencies, positions, categories, terms, calendar and rules, as the regency keeps them.

`loading` fills an empty portal from a folder of reference data; afterwards the regency's own edits count.
"""
