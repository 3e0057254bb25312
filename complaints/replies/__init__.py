"""Texts to start an answer, a word on the way or a question with: chosen on the pages of followup, kept by the people
of an agency for themselves and by the coordinator for all."""
