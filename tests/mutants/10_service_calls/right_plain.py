# %% part-1
