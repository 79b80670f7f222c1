// Confirm an act: ask a passkey to sign its challenge, and keep the challenge fresh while the page is being read.
(() => {
  const RENEW_AFTER = 60_000

  const toBytes = (text) => {
    const base64 = text.replace(/-/g, '+').replace(/_/g, '/')
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  }

  const toText = (buffer) => {
    let text = ''
    for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte)
    return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
  }

  const sign = async (options) => {
    const wanted = options.publicKey
    const credential = await navigator.credentials.get({
      publicKey: {
        ...wanted,
        challenge: toBytes(wanted.challenge),
        allowCredentials: (wanted.allowCredentials || []).map((one) => ({ ...one, id: toBytes(one.id) }))
      }
    })
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response: {
        clientDataJSON: toText(clientDataJSON),
        authenticatorData: toText(authenticatorData),
        signature: toText(signature),
        userHandle: userHandle ? toText(userHandle) : null
      }
    }
  }

  const start = (box) => {
    const form = box.closest('form')
    let options = JSON.parse(box.dataset.options || '{}')
    let asked = Date.now()

    const renew = async () => {
      if (Date.now() - asked < RENEW_AFTER) return
      const answer = await fetch(box.dataset.renew, {
        method: 'POST',
        headers: { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value },
        body: new URLSearchParams({ ticket: box.dataset.ticket })
      })
      if (!answer.ok) return
      const fresh = await answer.json()
      form.elements.proof_nonce.value = fresh.nonce
      options = fresh.options
      asked = Date.now()
    }

    for (const input of box.querySelectorAll('input')) input.addEventListener('focus', renew)

    const button = box.querySelector('[data-passkey]')
    if (!button) return
    const complaint = box.querySelector('[data-passkey-error]')
    button.addEventListener('click', async () => {
      complaint.hidden = true
      try {
        await renew()
        form.elements.proof_assertion.value = JSON.stringify(await sign(options))
      } catch {
        complaint.textContent = complaint.dataset.passkeyError
        complaint.hidden = false
        return
      }
      form.requestSubmit ? form.requestSubmit() : form.submit()
    })
  }

  document.querySelectorAll('[data-confirmation]').forEach(start)
})()
