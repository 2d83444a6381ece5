namespace SotopiaPi;

/// <summary>An episode in a study.</summary>
/// <param name="Id">A key that tells raters nothing.</param>
/// <param name="Setting">What is studied; never shown to raters.</param>
/// <param name="EpisodeKey">The key of the episode; never shown to raters.</param>
/// <param name="TaskKey">The key of the task.</param>
/// <param name="Target">The index of the target's seat; never shown to raters.</param>
/// <param name="Scene">What raters see.</param>
public sealed record HumanStudyItem(string Id, string Setting, string EpisodeKey, string TaskKey, int Target, HumanStudyScene Scene);

/// <summary>What a rater does in a study, in order.</summary>
/// <param name="Rater">The rater's name.</param>
/// <param name="Round">The round: 1 at first, more for what is asked again.</param>
/// <param name="Steps">The ids of items and attention checks, in the order in which they are shown.</param>
public sealed record HumanStudyAssignment(string Rater, int Round, IReadOnlyList<string> Steps);

/// <summary>A question whose answer is prescribed: who reads the texts gets it right.</summary>
/// <param name="Id">The id.</param>
/// <param name="Text">The question.</param>
/// <param name="Minimum">The lowest number on the scale.</param>
/// <param name="Maximum">The highest number on the scale.</param>
/// <param name="Expected">The number that the text asks for; not in the page's data.</param>
public sealed record HumanStudyCheck(string Id, string Text, int Minimum, int Maximum, int Expected);
