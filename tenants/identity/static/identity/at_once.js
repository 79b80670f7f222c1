// Send the form without waiting for a click; the button stays for whoever has no script.
(() => {
  const form = document.querySelector('[data-submit-at-once]')
  if (form) form.submit()
})()
