"""What the world sees of a graph.

`storage` keeps it; `querying` asks; `answering` has the readers and the writer; `serving` speaks HTTP;
`linked` has the pages; `endpoint` puts these together and `server` runs them. `pushing` sends the graphs to
other servers; `validation` checks files and `findings` tells what it found; `console` is what commands show.
"""
