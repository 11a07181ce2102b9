// Ticking many accounts: all of the page at once, a row of them with Shift, and how many are ticked.
const ticks = [...document.querySelectorAll(".tick input[name=account]")];
const told = document.getElementById("ticked");
const ticked = document.getElementById("which_ticked");
if (ticks.length && told) {
  const whole = document.createElement("input");
  whole.type = "checkbox";
  whole.ariaLabel = "All accounts on this page";
  document.querySelector("thead .tick").append(whole);
  let last = null;
  const count = () => {
    const number = ticks.filter((tick) => tick.checked).length;
    told.textContent = number ? `(${number})` : "";
    whole.checked = number === ticks.length;
    whole.indeterminate = number > 0 && number < ticks.length;
    if (number) ticked.checked = true;
  };
  whole.addEventListener("change", () => {
    ticks.forEach((tick) => { tick.checked = whole.checked; });
    count();
  });
  ticks.forEach((tick, at) => tick.addEventListener("click", (event) => {
    if (event.shiftKey && last !== null) {
      ticks.slice(Math.min(at, last), Math.max(at, last) + 1).forEach((one) => { one.checked = tick.checked; });
    }
    last = at;
    count();
  }));
  count();
}
