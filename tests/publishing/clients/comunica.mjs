// node comunica.mjs ADDRESS TOKEN: what this client is told, as one line of JSON.
import { QueryEngine } from '@comunica/query-sparql'

const [address, token] = process.argv.slice(2)
const engine = new QueryEngine()
const endpoint = { type: 'sparql', value: `${address}/sparql` }
const label = '<http://www.w3.org/2004/02/skos/core#prefLabel>'
const sources = [endpoint]

async function values (query, context) {
  const bindings = await (await engine.queryBindings(query, context)).toArray()
  return bindings.map(row => row.get('x').value).sort()
}

const writing = {
  sources,
  destination: endpoint,
  fetch: (url, options) => fetch(url, {
    ...options,
    headers: { ...Object.fromEntries(new Headers(options?.headers)), authorization: `Bearer ${token}` }
  })
}
await engine.queryVoid('INSERT DATA { GRAPH <urn:comunica> { <urn:s> <urn:p> "naïve 😀" } }', writing)

console.log(JSON.stringify({
  select: await values('SELECT (STR(?o) AS ?x) { GRAPH <urn:comunica> { ?s ?p ?o } }', { sources }),
  join: (await values(`SELECT DISTINCT ?x { ?x a ?kind ; ${label} ?name } LIMIT 3`, { sources })).length,
  ask: await engine.queryBoolean('ASK { ?s ?p ?o }', { sources }),
  construct: (await (await engine.queryQuads('CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2', { sources })).toArray()).length,
  service: await values(
    `SELECT ?x { SERVICE <${address}/sparql> { GRAPH <urn:comunica> { ?s ?p ?o } } BIND(STR(?o) AS ?x) }`,
    { sources: [{ type: 'serialized', value: '<urn:a> <urn:b> <urn:c> .', mediaType: 'text/turtle' }] }
  ),
  federated: await values('SELECT ?x { <urn:here> <urn:p> ?key . GRAPH <urn:comunica> { ?s ?p ?key } BIND(STR(?key) AS ?x) }', {
    sources: [endpoint, { type: 'serialized', value: '<urn:here> <urn:p> "naïve 😀" .', mediaType: 'text/turtle' }]
  }).catch(error => [String(error)])
}))
