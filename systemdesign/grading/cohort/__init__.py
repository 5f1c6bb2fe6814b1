"""A class: one notebook a student, judged beside each other, and what an instructor needs of it."""
