namespace SotopiaPi.Torch;

/// <summary>Text of a file as a message shows it: cut where it is long.</summary>
internal static class Shown
{
    public static string Text(string text, int maximum = 60) => text.Length <= maximum ? text : text[..maximum] + "…";
}
