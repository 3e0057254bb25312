"""It reaches the agency responsible: rules, suggestion, refer, return. Promises a reason for every routing."""
