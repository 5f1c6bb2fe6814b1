"""The student's side of the table: what runs in the process that holds a student's code."""
