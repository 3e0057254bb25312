"""What a page leaves in the browser beside its cookies."""

EVERYTHING_HERE = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
  for (const name of await caches.keys()) {
    const kept = await caches.open(name);
    for (const request of await kept.keys()) found.push(request.url, await (await kept.match(request)).text());
  }
  for (const {name} of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await new Promise(done => { opening.onsuccess = done; });
    const base = opening.result;
    for (const store of base.objectStoreNames) {
      const asked = base.transaction(store).objectStore(store).getAll();
      await new Promise(done => { asked.onsuccess = done; });
      found.push(name, JSON.stringify(asked.result));
    }
    base.close();
  }
  return found.join("\\n");
}"""
"""To be evaluated on a page: all that lies on this phone for its portal, as one text."""
