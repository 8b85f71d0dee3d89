"""Who speaks a beat's sentence, when each word is heard, and how that becomes a film's sound track.

A recorded take comes first, else a speech engine speaks. Beats stretch to what is heard before anything is drawn; the
sound itself is put in once, when the film is joined.
"""
