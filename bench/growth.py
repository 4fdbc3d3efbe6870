"""How the cost of extraction grows with the length of a text: seconds for each 1,000 words, and memory.

python bench/growth.py [WORDS ...]
"""

import resource
import sys
import time

from texts import live_blog

from communique.mapping.extraction import extract

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)


def measure(words: int) -> tuple[int, float]:
    """The words of a text and the seconds of processor time that its extraction takes."""
    article = live_blog(words)
    start = time.process_time()
    extract(article)
    return len(article.text.split()), time.process_time() - start


def main() -> None:
    measure(500)
    print(f"{'words':>9} {'seconds':>9} {'ms/1,000':>9}")
    for size in [int(word) for word in sys.argv[1:]] or SIZES:
        words, seconds = measure(size)
        print(f"{words:>9,} {seconds:>9.2f} {1e6 * seconds / words:>9.1f}", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
