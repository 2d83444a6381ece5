namespace SotopiaPi;

/// <summary>Colours that can be told apart on white and on black, and by most colour-blind readers; lines differ in their dashes too.</summary>
internal static class ChartPalette
{
    private static readonly string[] Colors = ["#2a78c8", "#d1570a", "#0a8f6b", "#b8578f", "#a67c00", "#7a7a7a"];
    private static readonly string?[] Dashes = [null, "7 3", "2 3", "9 3 2 3", "4 4", "12 4"];

    public static string Color(int index) => Colors[index % Colors.Length];

    public static string? Dash(int index) => Dashes[index % Dashes.Length];
}
