using Microsoft.Playwright;

namespace SotopiaPi.Samples.Tests;

/// <summary>The browser of the machine, without a window.</summary>
internal static class Chromium
{
    private static readonly string[] s_paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Starts it; skips the test where there is none.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        string path = Array.Find(s_paths, File.Exists) ?? "";
        if (path.Length == 0)
        {
            Assert.Ignore($"needs Chromium at one of {string.Join(", ", s_paths)}");
        }

        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = ["--no-sandbox"] });
    }
}
