/**
 * The browser globals that the client's uploader requires and Node lacks: `window`, and the used parts of `XMLHttpRequest`.
 *
 * Every request is added to `requests`.
 */
export const requests = [];

class Request extends EventTarget {
  upload = new EventTarget();
  readyState = 0;
  status = 0;
  timeout = 0;
  response = '';
  #method = '';
  #url = '';
  #headers = {};
  #answer = null;
  #aborting = new AbortController();

  open(method, url) {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  getResponseHeader(name) {
    return this.#answer?.headers.get(name) ?? null;
  }

  abort() {
    this.#aborting.abort();
  }

  send(body) {
    requests.push({ method: this.#method, size: body.size });
    fetch(this.#url, { method: this.#method, headers: this.#headers, body, signal: this.#aborting.signal })
      .then(async (answer) => {
        this.#answer = answer;
        this.status = answer.status;
        this.response = await answer.text();
        this.readyState = 4;
        this.#dispatch(this.upload, 'progress', body.size);
        this.onreadystatechange?.();
        this.onload?.();
        this.#dispatch(this, 'loadend', body.size);
      })
      .catch(() => {
        const kind = this.#aborting.signal.aborted ? 'abort' : 'error';
        this.#dispatch(this, kind, 0);
        this[`on${kind}`]?.();
      });
  }

  #dispatch(target, kind, size) {
    target.dispatchEvent(Object.assign(new Event(kind), { lengthComputable: true, loaded: size, total: size }));
  }
}

globalThis.XMLHttpRequest = Request;
globalThis.window = Object.assign(new EventTarget(), { navigator: { onLine: true } });
