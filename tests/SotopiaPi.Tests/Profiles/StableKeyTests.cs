namespace SotopiaPi.Tests.Profiles;

public sealed class StableKeyTests
{
    [Test]
    public void Borders_and_nulls_count()
    {
        string[] keys = [StableKey.Of(["ab", "c"]), StableKey.Of(["a", "bc"]), StableKey.Of(["abc"]), StableKey.Of(["abc", ""]), StableKey.Of(["abc", null])];
        Assert.That(keys, Is.Unique);
    }

    [Test]
    public void Keys_never_change_between_versions()
    {
        // Run folders of earlier versions are found again by these keys.
        Assert.That(StableKey.Of(["episode", "ä", null]), Is.EqualTo("5b8479b6e32fb87dcba387dd8f32193e"));
        Assert.That(StableKey.Seed(["episode", "ä", null]), Is.GreaterThanOrEqualTo(0));
    }
}
