"""The sample clinic: invented people, labelled as such."""
