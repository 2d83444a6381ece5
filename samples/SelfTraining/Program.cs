Console.WriteLine("SotopiaPi");
