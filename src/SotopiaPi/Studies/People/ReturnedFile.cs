namespace SotopiaPi;

/// <summary>A returned file before anything in it is believed.</summary>
internal sealed record ReturnedFile(string Study, string Rater, int Round, IReadOnlyList<ReturnedItem> Items, IReadOnlyDictionary<string, string> Checks);

/// <summary>An item in a returned file.</summary>
internal sealed record ReturnedItem(string Item, bool TimedOut, double Seconds, IReadOnlyList<ReturnedMark> Marks);

/// <summary>A mark in a returned file; the score as text, empty when there is none.</summary>
internal sealed record ReturnedMark(int Seat, string Dimension, string Score, string Reason);
