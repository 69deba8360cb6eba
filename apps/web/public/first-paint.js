// Runs before the first paint and therefore stands outside the bundle: a remembered theme or direction must not flash.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('tessera-theme');
    var language = localStorage.getItem('tessera-language');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    if (language === 'ar') root.dir = 'rtl';
  } catch (forbidden) {
    // Storage is forbidden: the system decides.
  }
})();
