// How far the recognition of a scan is: asked every two seconds and shown without loading the page anew. Without this
// script the page loads itself anew.
"use strict";
(() => {
  const again = async () => {
    let answer;
    try {
      answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    } catch {
      return void setTimeout(again, 5000); // The line is down for a moment.
    }
    if (answer.redirected) return void location.replace(answer.url);
    if (!answer.ok) return void location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const old = document.getElementById("tien-do"), now = page.getElementById("tien-do");
    if (!now || now.querySelector("[role=alert]")) return void location.reload();
    if (now.innerHTML !== old.innerHTML) {
      // The status line stays the same element, so that a screen reader says what has changed in it.
      old.querySelector("[role=status]").innerHTML = now.querySelector("[role=status]").innerHTML;
      old.querySelector("progress").replaceWith(now.querySelector("progress"));
      old.lastElementChild.replaceWith(now.lastElementChild); // what is to be known about it: also that nobody works
    }
    setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
})();
