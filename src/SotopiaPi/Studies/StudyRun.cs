namespace SotopiaPi;

/// <summary>What a study played and what it could not play.</summary>
/// <typeparam name="T">The kind of labelled episode.</typeparam>
/// <param name="Episodes">The episodes with their labels, in the order of the plans.</param>
/// <param name="Failures">Why the other plans broke; they are tried again when the study begins again.</param>
public sealed record StudyRun<T>(IReadOnlyList<T> Episodes, IReadOnlyList<string> Failures);
