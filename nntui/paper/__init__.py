"""Pictures for slides, papers and mail, made from arrays: nothing here knows a screen."""
