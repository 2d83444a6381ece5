namespace SotopiaPi.Torch;

/// <summary>A filter: a function of the value before the bar.</summary>
internal delegate object? JinjaFilter(JinjaRun run, object? value, JinjaArguments arguments);

/// <summary>A test: what may follow <c>is</c>.</summary>
internal delegate bool JinjaTest(object? value, JinjaArguments arguments);
