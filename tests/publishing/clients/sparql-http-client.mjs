// node sparql-http-client.mjs ADDRESS TOKEN: what this client is told, as one line of JSON.
import { Readable } from 'node:stream'
import ParsingClient from 'sparql-http-client/ParsingClient.js'
import StreamClient from 'sparql-http-client/StreamClient.js'

const [address, token] = process.argv.slice(2)
const found = {}

for (const operation of ['get', 'postUrlencoded', 'postDirect']) {
  const options = {
    endpointUrl: `${address}/sparql`,
    updateUrl: `${address}/sparql`,
    storeUrl: `${address}/graphs`,
    headers: { authorization: `Bearer ${token}` }
  }
  const { query, factory } = new ParsingClient(options)
  const { store } = new StreamClient(options)
  const graph = factory.namedNode(`urn:client:${operation}`)
  const triple = factory.quad(graph, factory.namedNode('urn:p'), factory.literal('naïve “words” 😀\n', 'en'))
  // Posted directly, this client calls an update a query unless it is told the media type.
  const writing = operation === 'postDirect'
    ? { operation, headers: new Headers({ 'content-type': 'application/sparql-update' }) }
    : { operation: 'postUrlencoded' }

  const rows = await query.select('SELECT (1 AS ?one) ?nothing { }', { operation })
  const ask = await query.ask('ASK { GRAPH <urn:made-up> { ?s ?p ?o } }', { operation })
  await query.update(`INSERT DATA { GRAPH <${graph.value}> { <urn:s> <urn:p> "1" } }`, writing)
  const inserted = await query.construct(`CONSTRUCT { ?s ?p ?o } { GRAPH <${graph.value}> { ?s ?p ?o } }`, { operation })
  await store.put(Readable.from([triple]), { graph })
  await store.post(Readable.from([factory.quad(graph, factory.namedNode('urn:q'), factory.literal('2'))]), { graph })
  const stored = await store.get(graph).toArray()
  const refused = await query.select('SELECT nonsense', { operation }).catch(error => error.status)
  found[operation] = {
    one: rows[0].one.value,
    unbound: 'nothing' in rows[0],
    ask,
    inserted: [...inserted].length,
    stored: stored.map(quad => quad.object.value).sort(),
    refused
  }
}
console.log(JSON.stringify(found))
