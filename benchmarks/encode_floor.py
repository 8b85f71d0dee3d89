"""The CPU seconds that x264 takes for the frames of a film alone: FILM JSON.

Frames are decoded first, a few hundred at a time; only the encoder's calls are timed. `veryfast`, crf 20, one thread.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import av

from studio.media.encode import ClipEncoder
from studio.profile import Profile

#: Decoded at a time: few enough to keep in memory.
BATCH = 100


def main() -> None:
    film, results = Path(sys.argv[1]), Path(sys.argv[2])
    with av.open(str(film)) as source:
        stream = source.streams.video[0]
        profile = Profile("floor", stream.width, stream.height, int(stream.average_rate), 20, "veryfast")
        encoder, seconds, batch = ClipEncoder(results.with_suffix(".mp4"), profile), 0.0, []

        def encode() -> float:
            start = time.process_time()
            for frame in batch:
                encoder.write_converted(frame)
            return time.process_time() - start

        for frame in source.decode(video=0):
            frame.pict_type = 0
            batch.append(frame)
            if len(batch) == BATCH:
                seconds += encode()
                batch.clear()
        seconds += encode()
    start = time.process_time()
    frames = encoder.close()
    seconds += time.process_time() - start
    results.write_text(json.dumps({"frames": frames, "seconds": seconds}))


if __name__ == "__main__":
    main()
