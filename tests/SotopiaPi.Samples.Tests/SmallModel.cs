namespace SotopiaPi.Samples.Tests;

/// <summary>The model that ships with the sample, as it lies beside the tests.</summary>
internal static class SmallModel
{
    public static string Folder => Path.Combine(Path.GetDirectoryName(typeof(SmallModel).Assembly.Location)!, "model");

    public static void CopyTo(string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(Folder))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }
}
