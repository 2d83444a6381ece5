namespace SotopiaPi;

/// <summary>A report as data: a title and blocks in order. <see cref="HtmlReport"/> and <see cref="MarkdownReport"/> write it. All texts may come from anywhere: they are encoded when written.</summary>
/// <param name="Title">The title.</param>
/// <param name="Blocks">The blocks.</param>
public sealed record Report(string Title, IReadOnlyList<ReportBlock> Blocks)
{
    /// <summary>Gets a line below the title; may be empty.</summary>
    public string Subtitle { get; init; } = "";
}

/// <summary>A part of a report.</summary>
public abstract record ReportBlock;

/// <summary>Begins a section.</summary>
/// <param name="Text">Its heading.</param>
public sealed record ReportHeading(string Text) : ReportBlock;

/// <summary>A paragraph.</summary>
/// <param name="Text">The text; line breaks are kept.</param>
public sealed record ReportParagraph(string Text) : ReportBlock
{
    /// <summary>Gets a value indicating whether the reader must not overlook it.</summary>
    public bool IsWarning { get; init; }
}

/// <summary>A list of points.</summary>
/// <param name="Items">The points.</param>
public sealed record ReportList(IReadOnlyList<string> Items) : ReportBlock;

/// <summary>A chart.</summary>
/// <param name="Chart">The chart.</param>
/// <param name="Caption">What it shows; may be empty.</param>
public sealed record ReportChart(SvgChart Chart, string Caption = "") : ReportBlock;

/// <summary>Dialogues side by side, for comparison.</summary>
/// <param name="Dialogues">The dialogues.</param>
public sealed record ReportDialogues(IReadOnlyList<ReportDialogue> Dialogues) : ReportBlock;

/// <summary>What a reader may open: long or secondary matter.</summary>
/// <param name="Summary">The line that is always shown.</param>
/// <param name="Blocks">What is shown when it is opened.</param>
public sealed record ReportDetails(string Summary, IReadOnlyList<ReportBlock> Blocks) : ReportBlock;
