namespace SotopiaPi.Tests;

/// <summary>What the first seat of a pair perceives before anything was done.</summary>
internal static class TestObservations
{
    public static Observation First(SotopiaSemantics semantics = SotopiaSemantics.V2023)
    {
        DialogueEnvironment environment = new();
        return environment.Observe(environment.Begin(TestTasks.Pair(), new EpisodeOptions { Seed = 7, Semantics = semantics }), new Seat(0));
    }
}
