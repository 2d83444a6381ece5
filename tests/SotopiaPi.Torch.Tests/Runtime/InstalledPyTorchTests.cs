namespace SotopiaPi.Torch.Tests;

[Platform("Linux")]
internal sealed class InstalledPyTorchTests
{
    /// <summary>A copy, so that its libraries are other files than those of the package beside the tests.</summary>
    [Test]
    public void A_named_folder_is_used_in_place_of_the_package()
    {
        using var torch = new TemporaryFolder();
        string folder = Directory.CreateDirectory(torch.File("lib")).FullName;
        string packaged = Path.GetDirectoryName(NativeFiles.Require(NativeFiles.Libtorch, "libtorch"))!;
        foreach (string file in Directory.GetFiles(packaged).Where(f => Path.GetFileName(f) is var n && (n.StartsWith("libgomp", StringComparison.Ordinal) || n is "libc10.so" or "libtorch_cpu.so" or "libtorch.so")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Probe.Outcome outcome = Probe.Run(("SOTOPIAPI_LIBTORCH", torch.Path));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Output);
        Assert.That(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(["computed 3 and 1", $"mapped {folder}/libtorch_cpu.so"]));
    }

    [Test]
    public void The_packages_own_folder_may_be_named()
    {
        string folder = Path.GetDirectoryName(NativeFiles.Require(NativeFiles.Libtorch, "libtorch"))!;
        Probe.Outcome outcome = Probe.Run(("SOTOPIAPI_LIBTORCH", folder + "/"));
        Assert.That(outcome, Is.EqualTo(new Probe.Outcome(0, $"computed 3 and 1\nmapped {folder}/libtorch_cpu.so\n")));
    }

    [Test]
    public void A_folder_without_libtorch_ends_the_program_with_a_message()
    {
        using var empty = new TemporaryFolder();
        Probe.Outcome outcome = Probe.Run(("SOTOPIAPI_LIBTORCH", empty.Path));
        Assert.That(outcome.ExitCode, Is.Not.Zero);
        Assert.That(outcome.Output, Does.Contain($"SOTOPIAPI_LIBTORCH is set to '{empty.Path}', but neither").And.Contain("libtorch_cpu.so"));
    }

    [Test]
    public void An_empty_variable_counts_as_unset() =>
        Assert.That(Probe.Run(("SOTOPIAPI_LIBTORCH", "")).Output, Does.StartWith("computed 3 and 1"));
}
