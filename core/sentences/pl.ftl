# Każde zdanie, które czyta człowiek, po polsku.
#
# Ludzie czytają: zdjęcie, film, album, telefon i chmura. Słowa z kodu nie stoją w żadnej wartości. Liczby mają trzy
# formy: one (1), few (2–4, 22–24 …) i many (reszta).

## Dlaczego coś czeka: reason-KOD to mówi, .title w kilku słowach, .lifts co to kończy. Kropki w kodach to tu kreski.
## Czego brakuje w dowodach, jest "none". BYTES, PERCENT, WHEN i HOURS piszą tak, jak czyta człowiek.

lifts-again = { $until ->
        [none] Kolejna próba nastąpi sama.
       *[given] Kolejna próba nastąpi sama { WHEN($until) }.
    }
length = { $length_unit ->
        [days] { $length_count ->
            [one] jeden dzień
            [few] { $length_count } dni
           *[many] { $length_count } dni
        }
        [hours] { $length_count ->
            [one] jedną godzinę
            [few] { $length_count } godziny
           *[many] { $length_count } godzin
        }
        [minutes] { $length_count ->
            [one] jedną minutę
            [few] { $length_count } minuty
           *[many] { $length_count } minut
        }
       *[seconds] { $length_count ->
            [one] jedną sekundę
            [few] { $length_count } sekundy
           *[many] { $length_count } sekund
        }
    }

reason-unknown = Zatrzymuje to coś, czego ta wersja aplikacji nie zna ({ $code }).
    .title = Coś, czego ta aplikacja nie zna
    .lifts = Może samo minie. Jeśli nie, zaktualizuj aplikację.

reason-acct-signed_out = Na tym telefonie nikt nie jest zalogowany.
    .title = Brak zalogowania
    .lifts = Zaloguj się.
reason-acct-reauth = Zalogowanie na tym telefonie wygasło.
    .title = Zaloguj się ponownie
    .lifts = Zaloguj się ponownie.
reason-acct-revoked = Ten telefon usunięto z konta. Zdjęcia, które na nim są, zostały.
    .title = Ten telefon usunięto
    .lifts = Zaloguj się ponownie albo wyeksportuj zdjęcia, które są tylko tutaj.
reason-acct-key_missing = Ten telefon nie ma kluczy konta.
    .title = Brakuje kluczy
    .lifts = Zaloguj się ponownie.
reason-acct-deleted = Konto jest usuwane.
    .title = Konto jest usuwane
    .lifts = Zalogowanie się w ciągu 14 dni je zachowa.
reason-acct-locked = Konto na tym serwerze jest zablokowane.
    .title = Konto zablokowane
    .lifts = Może je odblokować właściciel serwera.
reason-acct-terms = Serwer ma nowy regulamin, na który nikt się jeszcze nie zgodził.
    .title = Nowy regulamin
    .lifts = Przeczytaj go i wyraź zgodę.
reason-acct-payment = Abonament tego konta się skończył.
    .title = Abonament się skończył
    .lifts = Odnów go.
reason-acct-mismatch = Biblioteka na tym telefonie należy do innego konta.
    .title = Inne konto
    .lifts = Zaloguj się na konto, do którego należy.
reason-acct-sync_off = Synchronizacja na tym telefonie jest wyłączona.
    .title = Synchronizacja wyłączona
    .lifts = Włącz ją.
reason-acct-scope_empty = Nie wybrano żadnego folderu ani albumu, więc nie ma czego zabezpieczać.
    .title = Nic nie wybrano
    .lifts = Wybierz, co ma być zabezpieczone.
reason-acct-os_sync_off = Wyłączony jest przełącznik synchronizacji kont samego telefonu.
    .title = Synchronizacja telefonu wyłączona
    .lifts = Włącz automatyczną synchronizację danych aplikacji.
reason-acct-managed = Ktoś, kto zarządza tym telefonem, to wyłączył.
    .title = Telefon jest zarządzany
    .lifts = Poproś tę osobę o zgodę.
reason-acct-child = Powstrzymuje to czas przed ekranem albo ograniczenia rodzicielskie.
    .title = Ograniczenia rodzicielskie
    .lifts = Ruszy, gdy ograniczenia miną albo gdy pozwoli rodzic.
reason-acct-profile_locked = Safelight jest w profilu służbowym albo w przestrzeni prywatnej, która jest teraz zablokowana.
    .title = Profil jest zablokowany
    .lifts = Ruszy po odblokowaniu.
reason-acct-credentials = Adres e-mail albo hasło się nie zgadza.
    .title = Zły e-mail albo hasło
    .lifts = Spróbuj jeszcze raz albo użyj 24 słów odzyskiwania.
reason-acct-taken = Konto z tym adresem e-mail już istnieje.
    .title = Konto już istnieje
    .lifts = Zamiast tego zaloguj się.
reason-acct-weak_password = To hasło jest zbyt łatwe do odgadnięcia.
    .title = Hasło jest za słabe
    .lifts = Wybierz dłuższe: dobre są cztery przypadkowe słowa.
reason-acct-words = To nie są słowa odzyskiwania tego konta.
    .title = Złe słowa odzyskiwania
    .lifts = Porównaj je z zapisanymi.
reason-acct-email = To nie jest adres e-mail.
    .title = To nie adres e-mail
    .lifts = Sprawdź, czy nie ma literówki.
reason-acct-invitation = Do założenia konta na tym serwerze potrzebne jest zaproszenie.
    .title = Potrzebne zaproszenie
    .lifts = Poproś o nie właściciela serwera.
reason-acct-unasked = { $variable ->
        [none] Trzeba o coś zapytać, a nie ma kogo.
       *[given] Zmienna { $variable } nie jest ustawiona, a nie ma kogo zapytać.
    }
    .title = Nie ma kogo zapytać
    .lifts = Ustaw ją albo wykonaj polecenie w terminalu.
reason-acct-device_unknown = Żaden telefon tego konta nie ma tego identyfikatora.
    .title = Nie ma takiego telefonu
    .lifts = Znajdź go na liście telefonów.
reason-acct-attempt = Logowanie trwało za długo.
    .title = Logowanie trwało za długo
    .lifts = Zacznij od nowa.
reason-acct-generation = Inny telefon zmienił w tej chwili to samo.
    .title = Zmienione przez inny telefon
    .lifts = Spróbuj jeszcze raz.
reason-acct-token_expired = Zalogowanie jest odnawiane.
    .title = Odnawianie zalogowania
    .lifts = Za chwilę ruszy samo.
reason-acct-rolled_back = Serwer podał starszy klucz niż ten, który ten telefon już widział.
    .title = Serwer podaje stary klucz
    .lifts = Być może właściciel serwera przywrócił starą kopię. Zapytaj go, zanim pójdziesz dalej.
reason-acct-stretch = Serwer żąda ochrony hasła, która nie jest bezpieczna.
    .title = Niebezpieczny serwer
    .lifts = Nie loguj się na tym serwerze.
reason-acct-vault = Magazyn kluczy tego telefonu nie odpowiada.
    .title = Magazyn kluczy nie odpowiada
    .lifts = Odblokuj telefon i spróbuj jeszcze raz.

reason-ver-client_old = Ta aplikacja jest za stara dla serwera.
    .title = Aplikacja jest za stara
    .lifts = Zaktualizuj aplikację.
reason-ver-server_old = Serwer jest za stary dla tej aplikacji.
    .title = Serwer jest za stary
    .lifts = Musi go zaktualizować właściciel serwera.
reason-ver-os_old = System tego telefonu jest za stary dla tej aplikacji.
    .title = System telefonu jest za stary
    .lifts = Zaktualizuj system telefonu.

reason-net-offline = Nie ma połączenia.
    .title = Brak połączenia
    .lifts = Ruszy samo, gdy będzie połączenie.
reason-net-captive = Ta sieć chce, żeby najpierw zalogować się na jej stronie.
    .title = Sieć wymaga zalogowania
    .lifts = Otwórz tę stronę i zaloguj się.
reason-net-unvalidated = Sieć jest połączona, ale nie prowadzi do internetu.
    .title = Ta sieć nie ma internetu
    .lifts = Ruszy, gdy sieć znów zadziała, albo w innej sieci.
reason-net-app_cell_denied = Tej aplikacji nie wolno używać danych komórkowych.
    .title = Aplikacja bez danych komórkowych
    .lifts = Pozwól na to w ustawieniach telefonu albo użyj Wi-Fi.
reason-net-roaming = Telefon jest w roamingu, a dane za granicą są tu wyłączone.
    .title = Roaming
    .lifts = Ruszy w kraju albo przez Wi-Fi, albo gdy zezwolisz na roaming.
reason-net-wifi_required = { $limit ->
        [not_a_byte] To czeka na Wi-Fi, bo dane komórkowe są tu wyłączone.
        [no_videos] Filmy czekają na Wi-Fi.
       *[small_only] Zdjęcia czekają na Wi-Fi.
    }
    .title = Czeka na Wi-Fi
    .lifts = Ruszy przez Wi-Fi albo gdy zezwolisz na dane komórkowe.
reason-net-expensive = { $metered ->
        [unknown] Telefon nie wie, czy ta sieć nalicza dane, więc zdjęcia czekają.
       *[true] Ta sieć nalicza dane, jak hotspot osobisty, więc zdjęcia czekają.
    }
    .title = Ta sieć nalicza dane
    .lifts = Ruszy w innej sieci albo gdy zezwolisz na dane komórkowe.
reason-net-vpn_metered = Przez VPN ta sieć nalicza dane, więc zdjęcia czekają.
    .title = VPN nalicza dane
    .lifts = Wyłącz VPN albo oznacz go w jego ustawieniach jako bez limitu danych.
reason-net-budget = { $budget ->
        [none] Dzisiejsze dane komórkowe dla Safelight są zużyte.
       *[given] Dozwolone { BYTES($budget) } danych komórkowych na dzień są zużyte.
    }
    .title = Dzisiejsze dane zużyte
    .lifts = { $until ->
        [none] Ruszy jutro albo przez Wi-Fi, albo gdy zezwolisz na więcej dziennie.
       *[given] Ruszy { WHEN($until) } albo przez Wi-Fi, albo gdy zezwolisz na więcej dziennie.
    }
reason-net-low_data = Telefon oszczędza dane w tej sieci (Niskie zużycie danych).
    .title = Niskie zużycie danych
    .lifts = Wyłącz niskie zużycie danych w tej sieci albo zezwól w nim na zdjęcia.
reason-net-data_saver = Oszczędzanie danych w telefonie nie pozwala tej aplikacji ich używać.
    .title = Włączone oszczędzanie danych
    .lifts = Wyłącz oszczędzanie danych albo pozwól tej aplikacji mimo to ich używać.
reason-net-satellite = Telefon jest połączony przez satelitę, który przenosi tylko wiadomości.
    .title = Połączenie przez satelitę
    .lifts = Ruszy przez Wi-Fi albo zwykłe połączenie komórkowe.
reason-net-poor = Połączenie jest wolne albo raz po raz się urywa.
    .title = Słabe połączenie
    .lifts = Idzie dalej, powoli. W innej sieci pójdzie szybciej.
reason-net-lan_denied = Tej aplikacji nie wolno łączyć się z innymi urządzeniami w domu, a serwer jest jednym z nich.{ $tried ->
        [none] {""}
       *[given] {" "}Próbowano pod adresem { $tried }.
    }
    .title = Sieć lokalna niedozwolona
    .lifts = Pozwól jej używać sieci lokalnej.
reason-net-not_home = Serwer jest dostępny tylko w domu, a tego telefonu tam nie ma.{ $tried ->
        [none] {""}
       *[given] {" "}Próbowano pod adresem { $tried }.
    }
    .title = Poza domem
    .lifts = W domu ruszy samo.
reason-net-vpn_down = Serwer jest dostępny tylko przez VPN, a VPN jest wyłączony.{ $tried ->
        [none] {""}
       *[given] {" "}Próbowano pod adresem { $tried }.
    }
    .title = VPN jest wyłączony
    .lifts = Włącz VPN.
reason-net-dns = Nie można znaleźć nazwy serwera.
    .title = Nie znaleziono nazwy serwera
    .lifts = Sprawdź połączenie i adres serwera.
reason-net-relay = Coś w tym telefonie albo w tej sieci, na przykład Przekazywanie prywatne albo filtr, ukrywa nazwę serwera.
    .title = Filtr ukrywa serwer
    .lifts = Wyłącz to w tej sieci albo przepuść nazwę serwera.
reason-net-tls_untrusted = Serwer nie potrafi dowieść, kim jest.
    .title = Serwer nie jest zaufany
    .lifts = Sprawdź adres serwera; w sieci publicznej najpierw zaloguj się do sieci.
reason-net-clock = { $length_unit ->
        [none] Data na tym telefonie jest zła.
       *[given] Zegar tego telefonu myli się o { length }.
    }
    .title = Zegar się myli
    .lifts = Ustaw automatyczną datę i godzinę.
reason-net-proxy_limit = Coś między tym telefonem a serwerem nie przepuszcza dużych plików.
    .title = Duże pliki nie przechodzą
    .lifts = Właściciel serwera musi podnieść limit proxy: wystarczy 9 MB.
reason-net-blocked = Ta sieć przepuszcza telefon do innych, ale nie do serwera.
    .title = Sieć blokuje serwer
    .lifts = Ruszy w innej sieci.

reason-pwr-not_charging = { $charging ->
        [unknown] Telefon nie wie, czy się ładuje, a według ustawień zdjęcia są wysyłane tylko podczas ładowania.
       *[unplugged] Według ustawień zdjęcia są wysyłane tylko podczas ładowania telefonu.
    }
    .title = Czeka na ładowarkę
    .lifts = Podłącz telefon do ładowania.
reason-pwr-low = { $level ->
        [none] Bateria jest słaba.
       *[given] Bateria ma { PERCENT($level) }, mniej niż ustawione { PERCENT($floor) }.
    }
    .title = Słaba bateria
    .lifts = Podłącz telefon do ładowania.
reason-pwr-saver = Telefon oszczędza energię.
    .title = Telefon oszczędza energię
    .lifts = Ruszy, gdy wyłączone będzie oszczędzanie energii lub baterii.
reason-pwr-plugged_not_charging = Telefon jest podłączony i nie ładuje się dalej, żeby oszczędzać baterię. To liczy się jak ładowanie.
    .title = Podłączony, ładowanie wstrzymane
    .lifts = Nic nie trzeba robić.
reason-pwr-stuck_low_power = Czasem telefon oszczędza energię dalej, choć jest naładowany. Żadna aplikacja tego nie widzi.
    .title = Telefon mógł utknąć w oszczędzaniu
    .lifts = Jeśli zdjęcia czekają mimo godziny ładowania, uruchom telefon ponownie.
reason-heat = { $thermal ->
        [critical] Telefon jest zbyt gorący.
       *[serious] Telefon jest za ciepły, żeby wysyłać zdjęcia.
    }
    .title = Telefon jest za ciepły
    .lifts = Ruszy samo, gdy telefon ostygnie.
reason-load-system = Telefon odkłada to na później, żeby działać szybko i oszczędzać baterię.
    .title = Telefon to odkłada
    .lifts = Ruszy samo, najczęściej nocą przy ładowarce albo gdy Safelight jest otwarty.

reason-bg-refresh_off = Tej aplikacji nie wolno działać w tle.
    .title = Bez działania w tle
    .lifts = Otwórz aplikację albo pozwól jej działać w tle.
reason-bg-disabled = Telefon nie pozwala tej aplikacji działać w tle.
    .title = Bez działania w tle
    .lifts = Otwórz aplikację albo pozwól jej działać w tle.
reason-bg-force_quit = Safelight został zamknięty ręcznie, a wtedy telefon nie uruchamia go sam.
    .title = Safelight został zamknięty
    .lifts = Otwórz Safelight raz, a potem zostaw go w tle.
reason-bg-resources = Telefon przerwał pracę, żeby oszczędzać baterię, pakiet danych albo siebie.
    .title = Telefon to przerwał
    .lifts = Ruszy samo, szybciej przy ładowarce i przez Wi-Fi.
reason-bg-no_window = { $days ->
        [none] Telefon od wielu dni nie pozwolił Safelight działać w tle.
        [one] Telefon od jednego dnia nie pozwolił Safelight działać w tle.
        [few] Telefon od { $days } dni nie pozwolił Safelight działać w tle.
       *[many] Telefon od { $days } dni nie pozwolił Safelight działać w tle.
    }
    .title = Telefon nie daje Safelight czasu
    .lifts = Otwórz Safelight i zostaw go otwarty podczas ładowania telefonu.
reason-bg-expired = Czas, który dał telefon, minął, zanim wszystko wysłano.
    .title = Za mało czasu
    .lifts = Następnym razem pójdzie dalej od tego miejsca.
reason-bg-quota = Safelight zużył czas w tle, który telefon mu na razie daje.
    .title = Czas w tle zużyty
    .lifts = Ruszy samo za kilka godzin, przy ładowarce albo gdy Safelight jest otwarty.
reason-bg-bucket = Telefon rzadko pozwala Safelight działać, bo rzadko się go otwiera.
    .title = Safelight może działać rzadko
    .lifts = Otwieraj Safelight co jakiś czas. Przy ładowarce może działać więcej.
reason-bg-doze = Telefon leży nieruchomo i śpi.
    .title = Telefon śpi
    .lifts = Ruszy samo, gdy ktoś weźmie telefon do ręki albo podłączy go do ładowania.
reason-bg-optimised = Optymalizacja baterii w telefonie powstrzymuje Safelight.
    .title = Optymalizacja baterii
    .lifts = Wyłącz ją dla Safelight.
reason-bg-oem = Producent tego telefonu zamyka aplikacje w tle, niezależnie od ustawień.
    .title = Telefon zamyka Safelight
    .lifts = Zabezpiecz Safelight w ustawieniach baterii producenta i otwieraj go co jakiś czas.
reason-bg-fgs_timeout = Safelight działał dziś sześć godzin, a więcej telefon nie pozwala.
    .title = Dzienny limit telefonu
    .lifts = Ruszy samo jutro albo po otwarciu Safelight.
reason-bg-hibernated = Safelight nie był otwierany tak długo, że telefon go uśpił i odebrał mu uprawnienia.
    .title = Safelight został uśpiony
    .lifts = Otwórz go, zezwól znów na zdjęcia i wyłącz wstrzymywanie nieużywanych aplikacji.
reason-bg-locked_boot = Od uruchomienia nikt nie odblokował tego telefonu.
    .title = Jeszcze nie odblokowany
    .lifts = Odblokuj go raz.
reason-bg-notif_denied = Safelight nie może pokazywać powiadomień, więc nie pokaże, że działa ani że coś trzeba zrobić.
    .title = Brak powiadomień
    .lifts = Zezwól na powiadomienia.
reason-bg-memory = Telefon zamknął Safelight, bo potrzebował pamięci.
    .title = Telefon potrzebował pamięci
    .lifts = Następnym razem ruszy samo.
reason-bg-ext_off = Wysyłanie zdjęć w tle przez sam telefon jest wyłączone dla Safelight.
    .title = Wysyłanie w tle wyłączone
    .lifts = Włącz je w Safelight. Potrzebny jest dostęp do wszystkich zdjęć.
reason-bg-job_limit = Telefon przyjmuje naraz tylko tyle zdjęć do wysłania, a tyle jest już w drodze.
    .title = Lista telefonu jest pełna
    .lifts = Ruszy samo, gdy część z nich dotrze.

reason-lib-not_asked = Safelight nie dostał jeszcze zgody na dostęp do Twoich zdjęć.
    .title = Brak zgody na zdjęcia
    .lifts = Zezwól na to.
reason-lib-denied = Safelight nie może czytać Twoich zdjęć albo tego pliku czy folderu.
    .title = Zdjęcia niedozwolone
    .lifts = Zezwól na to.
reason-lib-restricted = Ktoś, kto zarządza tym telefonem, nie pozwala Safelight widzieć zdjęć.
    .title = Zdjęcia niedozwolone na tym telefonie
    .lifts = Poproś tę osobę o zgodę.
reason-lib-limited = Safelight widzi tylko wskazane zdjęcia. Pozostałe nie są zabezpieczone.
    .title = Dozwolone tylko niektóre zdjęcia
    .lifts = Zezwól na wszystkie zdjęcia albo wskazuj je dalej.
reason-lib-location_stripped = Telefon ukrywa przed Safelight miejsca zapisane w zdjęciach. Safelight czeka, zamiast wysyłać zdjęcia, którym czegoś brakuje.
    .title = Miejsca są ukryte
    .lifts = Pozwól Safelight widzieć, gdzie zrobiono zdjęcia.
reason-lib-sdcard = Karty pamięci z tymi zdjęciami nie ma w telefonie.
    .title = Brak karty pamięci
    .lifts = Włóż ją z powrotem.
reason-lib-unavailable = Nie można teraz odczytać biblioteki zdjęć telefonu.
    .title = Biblioteka zdjęć nie jest gotowa
    .lifts = Kolejna próba nastąpi sama. Jeśli tak zostanie, uruchom telefon ponownie.
reason-lib-rescan = Safelight przegląda wszystkie zdjęcia jeszcze raz, bo telefon nie mówi już, co jest nowe.
    .title = Przeglądanie wszystkich zdjęć
    .lifts = Idzie dalej samo. Nic nie zostanie wysłane dwa razy.
reason-lib-original_in_cloud = { $count ->
        [one] Oryginału zdjęcia nie ma na tym telefonie, tylko w innej chmurze. Trzeba go najpierw pobrać.
        [few] Oryginałów { $count } zdjęć nie ma na tym telefonie, tylko w innej chmurze. Trzeba je najpierw pobrać.
       *[many] Oryginałów { $count } zdjęć nie ma na tym telefonie, tylko w innej chmurze. Trzeba je najpierw pobrać.
    }
    .title = Oryginały w innej chmurze
    .lifts = Zostaną pobrane przez Wi-Fi, szybciej gdy Safelight jest otwarty.
reason-lib-restoring = Telefon wciąż przywraca swoje zdjęcia.
    .title = Telefon przywraca zdjęcia
    .lifts = Idzie dalej samo, w miarę jak się pojawiają.
reason-lib-not_a_folder = To nie jest folder.
    .title = To nie folder
    .lifts = Pojedynczy plik przyjmie polecenie import.
reason-lib-source_unknown = Tego folderu nie ma na liście.
    .title = Nie ma na liście
    .lifts = Znajdź go na liście folderów.

reason-quota-full = { $need ->
        [none] Chmura jest pełna.
       *[given] Chmura jest pełna: potrzeba { BYTES($need) }, wolne jest { BYTES($have) }.
    }
    .title = Chmura jest pełna
    .lifts = Zwolnij miejsce w chmurze albo poproś o więcej.
reason-quota-member = Twój udział w rodzinnym miejscu w chmurze jest zużyty.
    .title = Twój udział jest zużyty
    .lifts = Zwolnij miejsce w chmurze albo poproś osobę, która je dzieli.
reason-quota-file_exceeds = { $count ->
        [one] Plik jest większy niż miejsce, które zostało w chmurze. Mniejsze idą dalej.
        [few] { $count } pliki są większe niż miejsce, które zostało w chmurze. Mniejsze idą dalej.
       *[many] { $count } plików jest większych niż miejsce, które zostało w chmurze. Mniejsze idą dalej.
    }
    .title = Za duże na wolne miejsce
    .lifts = Zwolnij miejsce w chmurze albo poproś o więcej.
reason-disk-device = { $free ->
        [none] Na tym telefonie nie ma już miejsca.
       *[given] Na tym telefonie zostało tylko { BYTES($free) }; potrzeba { BYTES($need) }.
    }
    .title = Telefon jest pełny
    .lifts = Zwolnij trochę miejsca na tym telefonie.
reason-disk-server = Dysk samego serwera jest pełny.
    .title = Serwer jest pełny
    .lifts = Miejsce musi zrobić właściciel serwera.

reason-item-unsupported = { $count ->
        [one] Pliku tego rodzaju nie można pokazać. Mimo to jest zabezpieczony.
        [few] { $count } pliki są takiego rodzaju, że nie można ich pokazać. Mimo to są zabezpieczone.
       *[many] { $count } plików jest takiego rodzaju, że nie można ich pokazać. Mimo to są zabezpieczone.
    }
    .title = Rodzaj, którego nie można pokazać
    .lifts = Może go znać nowsza wersja aplikacji.
reason-item-too_large = { $count ->
        [one] Plik jest za duży dla tego serwera.
        [few] { $count } pliki są za duże dla tego serwera.
       *[many] { $count } plików jest za dużych dla tego serwera.
    }
    .title = Za duże dla serwera
    .lifts = Limit może podnieść właściciel serwera.
reason-item-too_small = { $count ->
        [one] Obrazek jest tak mały, że został pominięty.
        [few] { $count } obrazki są tak małe, że zostały pominięte.
       *[many] { $count } obrazków jest tak małych, że zostały pominięte.
    }
    .title = Bardzo małe obrazki
    .lifts = Dodaj je ręcznie, jeśli są potrzebne.
reason-item-corrupt = { $count ->
        [one] Nie można odczytać pliku.
        [few] Nie można odczytać { $count } plików.
       *[many] Nie można odczytać { $count } plików.
    }
    .title = Nie można odczytać
    .lifts = Sprawdź dysk, na którym jest.
reason-item-missing = { $count ->
        [one] Pliku już tam nie ma.
        [few] { $count } plików już tam nie ma.
       *[many] { $count } plików już tam nie ma.
    }
    .title = Plików już nie ma
    .lifts = Połóż go tam, gdzie był, albo usuń go z biblioteki.
reason-item-changed = { $count ->
        [one] Plik zmieniono po przyjęciu do biblioteki.
        [few] { $count } pliki zmieniono po przyjęciu do biblioteki.
       *[many] { $count } plików zmieniono po przyjęciu do biblioteki.
    }
    .title = Zmienione po przyjęciu
    .lifts = Przyjmij zmieniony plik jeszcze raz.
reason-item-live_incomplete = { $count ->
        [one] Live Photo straciło swoją ruchomą połowę. Zdjęcie jest zabezpieczone.
        [few] { $count } Live Photos straciły swoją ruchomą połowę. Zdjęcia są zabezpieczone.
       *[many] { $count } Live Photos straciło swoją ruchomą połowę. Zdjęcia są zabezpieczone.
    }
    .title = Niepełne Live Photos
    .lifts = Jeśli telefon ma jeszcze film, dodaj go ręcznie.
reason-item-dup = { $count ->
        [one] To zdjęcie jest już w bibliotece.
        [few] Te { $count } zdjęcia są już w bibliotece.
       *[many] Tych { $count } zdjęć jest już w bibliotece.
    }
    .title = Już tam jest
    .lifts = Nic nie trzeba robić.
reason-item-ignored_trash = To zostało wcześniej trwale usunięte.
    .title = Wcześniej usunięte
    .lifts = Przyjmij to jeszcze raz i zaznacz, że ma wrócić.
reason-item-conflict = Dwa pliki mają tam tę samą nazwę.
    .title = Ta sama nazwa dwa razy
    .lifts = Oba zostają. Zmień nazwę jednemu z nich.
reason-item-dest_denied = Serwer nie może pisać tam, gdzie należy ten plik.
    .title = Serwer nie może tego zapisać
    .lifts = Może to naprawić właściciel serwera.
reason-item-virus = { $count ->
        [one] Serwer uważa plik za szkodliwy i go odrzuca.
        [few] Serwer uważa { $count } pliki za szkodliwe i je odrzuca.
       *[many] Serwer uważa { $count } plików za szkodliwe i je odrzuca.
    }
    .title = Odrzucone jako szkodliwe
    .lifts = Obejrzyj te pliki. Jeśli są Twoje i dobre, zapytaj właściciela serwera.
reason-item-shared_album = { $count ->
        [one] Zdjęcie jest tylko w albumie udostępnionym. Telefon nie daje aplikacjom jego oryginału.
        [few] { $count } zdjęcia są tylko w albumie udostępnionym. Telefon nie daje aplikacjom ich oryginałów.
       *[many] { $count } zdjęć jest tylko w albumie udostępnionym. Telefon nie daje aplikacjom ich oryginałów.
    }
    .title = Tylko w albumie udostępnionym
    .lifts = Zapisz je wśród swoich zdjęć.
reason-item-burst_frame = { $count ->
        [one] Zdjęcia z serii nie zachowano osobno.
        [few] { $count } zdjęć z serii nie zachowano osobno.
       *[many] { $count } zdjęć z serii nie zachowano osobno.
    }
    .title = Zdjęcia z serii
    .lifts = Wybierz w aplikacji zdjęć telefonu, które zachować.
reason-item-poison = { $count ->
        [one] Plik raz po raz się nie udaje. Został odłożony na bok, a pozostałe idą dalej.
        [few] { $count } pliki raz po raz się nie udają. Zostały odłożone na bok, a pozostałe idą dalej.
       *[many] { $count } plików raz po raz się nie udaje. Zostały odłożone na bok, a pozostałe idą dalej.
    }
    .title = Odłożone na bok
    .lifts = Obejrzyj go albo spróbuj jeszcze raz.
reason-item-hash_mismatch = { $count ->
        [one] Plik wrócił z chmury uszkodzony.
        [few] { $count } pliki wróciły z chmury uszkodzone.
       *[many] { $count } plików wróciło z chmury uszkodzonych.
    }
    .title = Uszkodzone w chmurze
    .lifts = Telefon, który go jeszcze ma, może wysłać go jeszcze raz.
reason-item-lost = Oryginału zdjęcia nie ma już ani na żadnym telefonie, ani w chmurze.
    .title = Oryginał przepadł
    .lifts = Jeśli plik się znajdzie, przyjmij go jeszcze raz.
reason-item-elsewhere = Oryginał jest tylko na innym telefonie, który go jeszcze nie wysłał.
    .title = Na innym telefonie
    .lifts = Otwórz Safelight na tamtym telefonie.
reason-item-contested = Inny telefon trwale usunął zdjęcie, które ma już tylko ten telefon.
    .title = Tam usunięte, tylko tutaj
    .lifts = Zachowaj je albo usuń także tutaj.
reason-item-unreadable = Czegoś w bibliotece nie można otworzyć na tym telefonie.
    .title = Tutaj nie można otworzyć
    .lifts = Zaktualizuj aplikację.
reason-item-unknown = Nie ma zdjęcia ani filmu z tym identyfikatorem.
    .title = Nie ma takiego zdjęcia
    .lifts = Znajdź je na liście.
reason-item-date = To nie jest data z przesunięciem względem UTC.
    .title = To nie data
    .lifts = Zapisz ją tak: 2024-05-01T12:30:00+02:00.
reason-album-unknown = Nie ma albumu o tej nazwie.
    .title = Nie ma takiego albumu
    .lifts = Znajdź go na liście albumów.
reason-album-ambiguous = Kilka albumów ma tę nazwę.
    .title = Kilka albumów
    .lifts = Użyj identyfikatora albumu.
reason-album-name = Nazwa albumu ma od 1 do 200 znaków.
    .title = To nie nazwa albumu
    .lifts = Wybierz inną nazwę.

reason-srv-outage = Serwer nie odpowiada.
    .title = Serwer nie odpowiada
    .lifts = { lifts-again }
reason-srv-5xx = Serwer popełnił błąd.
    .title = Serwer popełnił błąd
    .lifts = { lifts-again }
reason-srv-429 = Serwer prosi, żeby zwolnić.
    .title = Serwer jest zajęty
    .lifts = { lifts-again }
reason-srv-maintenance = Na serwerze trwają prace.
    .title = Prace na serwerze
    .lifts = Ruszy samo, gdy prace się skończą.
reason-srv-processing = Serwer przyjął zdjęcia i jeszcze je układa.
    .title = Serwer jeszcze pracuje
    .lifts = Za chwilę pojawią się same.
reason-srv-cert_expired = Certyfikat serwera wygasł.
    .title = Certyfikat wygasł
    .lifts = Musi go odnowić właściciel serwera.
reason-srv-address = Adres serwera jest nieprawidłowy.
    .title = To nie adres
    .lifts = Zaczyna się od https://.
reason-srv-foreign = Pod tym adresem odpowiada coś, co nie jest serwerem Safelight.
    .title = To nie serwer Safelight
    .lifts = Sprawdź adres; w sieci publicznej najpierw zaloguj się do sieci.
reason-srv-restored = Serwer przywrócono z kopii. Ten telefon wysyła jeszcze raz to, czego mu brakuje.
    .title = Serwer przywrócono
    .lifts = Zmiany haseł i usunięcia telefonów od czasu tej kopii trzeba powtórzyć.
reason-srv-fell_back = Serwer pokazał starszą postać szczegółów zdjęcia niż poprzednio.
    .title = Serwer pokazał stare szczegóły
    .lifts = Ten telefon zachowuje nowszą.
reason-sync-epoch = Dane serwera zostały przywrócone i ten telefon jednorazowo wszystko porównuje.
    .title = Porównywanie z serwerem
    .lifts = Idzie dalej samo.

reason-eng-paused = { $until ->
        [none] Synchronizacja na tym telefonie jest wstrzymana.
       *[given] Synchronizacja na tym telefonie jest wstrzymana. Ruszy { WHEN($until) }.
    }
    .title = Synchronizacja wstrzymana
    .lifts = Ruszy, gdy przerwa się skończy albo gdy ją zakończysz.
reason-eng-hours = { $hours ->
        [none] Zdjęcia są wysyłane tylko w wybranych godzinach.
       *[given] Zdjęcia są wysyłane tylko w wybranych godzinach ({ HOURS($hours) }).
    }
    .title = Poza wybranymi godzinami
    .lifts = { $until ->
        [none] Ruszy, gdy się zaczną, albo gdy je zmienisz.
       *[given] Ruszy { WHEN($until) } albo gdy je zmienisz.
    }
reason-eng-backoff = Nie udało się; wkrótce kolejna próba.
    .title = Wkrótce kolejna próba
    .lifts = { lifts-again }
reason-eng-hashing = { $count ->
        [one] Zdjęcie jest czytane, zanim zostanie wysłane.
        [few] { $count } zdjęcia są czytane, zanim zostaną wysłane.
       *[many] { $count } zdjęć jest czytanych, zanim zostaną wysłane.
    }
    .title = Czytanie zdjęć
    .lifts = Idzie dalej samo.
reason-eng-initial = Safelight przegląda zdjęcia tego telefonu po raz pierwszy.
    .title = Pierwsze przeglądanie
    .lifts = Idzie dalej samo. Szybciej, gdy Safelight jest otwarty.
reason-eng-lock = Inny program na tym urządzeniu synchronizuje tę bibliotekę.
    .title = Synchronizuje inny program
    .lifts = Ruszy, gdy tamten skończy.
reason-eng-behind_big_item = { $size ->
        [none] W drodze jest duży film, a inne czekają za nim.
       *[given] W drodze jest duży film ({ BYTES($size) }), a inne czekają za nim.
    }
    .title = Za dużym filmem
    .lifts = Idzie dalej samo.
reason-eng-interrupted = Zostało przerwane, zanim się skończyło.
    .title = Przerwane
    .lifts = Ruszy przy następnej synchronizacji.
reason-eng-unknown_stall = Zdjęcia czekają i nic, co Safelight widzi, tego nie wyjaśnia.
    .title = Nic tego nie wyjaśnia
    .lifts = Safelight zaczął od nowa. Jeśli to nie pomoże, uruchom telefon ponownie albo utwórz raport dla tych, którzy pomagają.
reason-eng-drift = Ten telefon i chmura się nie zgadzały; teraz znów się zgadzają.
    .title = Naprawione
    .lifts = Nic nie trzeba robić.
reason-eng-database = Nie można odczytać bazy danych biblioteki na tym telefonie.
    .title = Baza danych jest uszkodzona
    .lifts = Uruchom naprawę.
reason-eng-seal = Coś jest za duże, żeby to zabezpieczyć i wysłać.
    .title = Za duże, żeby zabezpieczyć
    .lifts = Skróć podpis albo nazwę.
reason-eng-home = { $path ->
        [none] W tym folderze nie można trzymać biblioteki.
       *[given] W folderze { $path } nie można trzymać biblioteki.
    }
    .title = To nie folder na bibliotekę
    .lifts = Wybierz inny za pomocą --home.

reason-req-usage = Polecenie wywołano w sposób, którego nie rozumie.
    .title = Niezrozumiałe
    .lifts = Wywołaj je z --help.
reason-req-invalid = Tej wartości nie można tu użyć.
    .title = Nie ta wartość
    .lifts = Wywołaj polecenie z --help.
reason-req-handshake = Serwer nie zrozumiał, jakiej wersji używa ta aplikacja.
    .title = Aplikacja i serwer się różnią
    .lifts = Zaktualizuj aplikację.
reason-req-malformed = Serwer nie zrozumiał aplikacji.
    .title = Aplikacja i serwer się różnią
    .lifts = Zaktualizuj aplikację.
reason-req-method = Serwer nie zrozumiał aplikacji.
    .title = Aplikacja i serwer się różnią
    .lifts = Zaktualizuj aplikację.
reason-req-media_type = Serwer nie zrozumiał aplikacji.
    .title = Aplikacja i serwer się różnią
    .lifts = Zaktualizuj aplikację.
reason-req-too_large = Aplikacja wysłała naraz więcej, niż przyjmuje serwer.
    .title = Aplikacja i serwer się różnią
    .lifts = Zaktualizuj aplikację.
reason-req-not_found = Serwer nie ma tego, o co pytano.
    .title = Nie ma tego na serwerze
    .lifts = Spróbuj jeszcze raz.
reason-req-timeout = Dotarcie do serwera trwało za długo.
    .title = Trwało za długo
    .lifts = { lifts-again }
reason-admin-no_account = Na serwerze nie ma konta z tym adresem e-mail.
    .title = Nie ma takiego konta
    .lifts = Znajdź je na liście kont.
reason-admin-quota = Tyle miejsca nie można przydzielić.
    .title = To nie ilość miejsca
    .lifts = Podaj ją w bajtach.
reason-admin-version = To nie jest wersja.
    .title = To nie wersja
    .lifts = Zapisz ją tak: 1.2.0.
reason-admin-command = Działający serwer nie zna tego polecenia.
    .title = Serwer tego nie zna
    .lifts = Zaktualizuj serwer i uruchom go na nowo.
reason-admin-folder = Nie można otworzyć folderu serwera.
    .title = Nie można otworzyć folderu
    .lifts = Sprawdź jego ścieżkę i kto może go czytać.
reason-admin-unreachable = Na tym folderze działa serwer, który nie odpowiada.
    .title = Serwer nie odpowiada
    .lifts = Spróbuj jeszcze raz albo uruchom go na nowo.
reason-admin-running = W tym folderze działa serwer.
    .title = Serwer działa
    .lifts = Najpierw go zatrzymaj.
reason-admin-not_empty = Folder serwera nie jest pusty.
    .title = Folder nie jest pusty
    .lifts = Wybierz pusty folder.
reason-admin-no_backup = W tym folderze nie ma kopii zapasowej.
    .title = Nie ma tam kopii
    .lifts = Wybierz folder z kopią zapasową.
reason-admin-backup_folder = Kopia zapasowa nie może leżeć w tym folderze.
    .title = To nie folder na kopię
    .lifts = Podaj pełną ścieżkę pustego folderu albo folderu z kopią, poza folderem serwera.
reason-admin-backup_in_use = Inna kopia zapasowa jest tam właśnie zapisywana albo czytana.
    .title = Kopia jest w użyciu
    .lifts = Spróbuj ponownie, gdy to się skończy.
reason-admin-backup_newer = Kopię zapasową zapisała nowsza wersja serwera.
    .title = Kopia jest nowsza
    .lifts = Zaktualizuj serwer.
reason-admin-backup_damaged = Baza danych kopii zapasowej jest uszkodzona.
    .title = Kopia jest uszkodzona
    .lifts = Weź starszą kopię.
reason-admin-backup_unreliable = To, co zapisano w kopii, czyta się inaczej: jej dysk zawodzi.
    .title = Dysk kopii zawodzi
    .lifts = Weź inny dysk.

## Co może zrobić człowiek: fix-CZYNNOŚĆ to napis na przycisku.

fix-sign_in = Zaloguj się
fix-sign_out = Wyloguj się
fix-check_words = Sprawdź słowa
fix-choose_password = Wybierz inne hasło
fix-accept_terms = Przeczytaj regulamin
fix-renew_plan = Odnów abonament
fix-review_account = Sprawdź telefony i hasło
fix-turn_on_sync = Włącz synchronizację
fix-resume = Wznów
fix-change_hours = Zmień godziny
fix-choose_folders = Wybierz, co zabezpieczyć
fix-allow_cellular = Zmień dane komórkowe
fix-raise_budget = Zezwól na więcej danych
fix-allow_roaming = Zezwól na roaming
fix-allow_low_data = Zezwól mimo oszczędzania
fix-free_up_cloud = Zwolnij chmurę
fix-free_up_phone = Zwolnij ten telefon
fix-update_app = Zaktualizuj aplikację
fix-update_phone = Zaktualizuj telefon
fix-check_address = Sprawdź adres
fix-correct = Popraw to
fix-look_up = Znajdź na liście
fix-show_help = Pokaż pomoc
fix-decide = Zdecyduj
fix-show_files = Pokaż pliki
fix-take_in_again = Przyjmij jeszcze raz
fix-retry = Spróbuj jeszcze raz
fix-repair = Napraw
fix-make_report = Utwórz raport
fix-turn_on_background_upload = Włącz
fix-ask_for_photos = Zezwól na zdjęcia
fix-allow_photos = Zezwól na zdjęcia
fix-allow_all_photos = Zezwól na wszystkie zdjęcia
fix-allow_places = Zezwól na miejsca
fix-allow_app_cellular = Zezwól na dane komórkowe
fix-allow_local_network = Zezwól na sieć lokalną
fix-allow_background = Zezwól na działanie w tle
fix-allow_notifications = Zezwól na powiadomienia
fix-check_connection = Sprawdź połączenie
fix-use_other_network = Użyj innej sieci
fix-sign_in_network = Zaloguj się do sieci
fix-check_vpn = Sprawdź VPN
fix-turn_on_vpn = Włącz VPN
fix-check_filter = Sprawdź filtry
fix-turn_off_data_saver = Otwórz oszczędzanie danych
fix-set_clock = Ustaw zegar
fix-turn_off_low_power = Otwórz ustawienia baterii
fix-stop_optimising = Wyłącz dla Safelight
fix-keep_unused = Nie usypiaj Safelight
fix-turn_on_system_sync = Włącz synchronizację telefonu
fix-protect_app = Zabezpiecz Safelight
fix-leave_running = Zostaw w tle
fix-keep_open = Zostaw Safelight otwarty
fix-unlock_phone = Odblokuj telefon
fix-unlock_profile = Odblokuj profil
fix-restart_phone = Uruchom telefon ponownie
fix-insert_card = Włóż kartę
fix-plug_in = Podłącz do ładowania
fix-cool_down = Jak go ostudzić
fix-save_to_library = Zapisz wśród swoich zdjęć
fix-keep_frame = Zachowaj pojedyncze zdjęcia
fix-open_other_phone = Otwórz drugi telefon
fix-ask_manager = Zapytaj zarządzającego telefonem
fix-ask_parent = Zapytaj rodzica
fix-ask_family = Zapytaj osobę, która dzieli miejsce
fix-tell_owner = Powiedz właścicielowi serwera
fix-update_server = Zaktualizuj serwer
fix-wait = Samo minie
fix-none = Nic nie trzeba robić

## Co człowiek robi ręcznie, krok na wiersz: dla wszystkich, a .ios, .android, .desktop tam, gdzie jest inaczej.

steps-renew_plan =
    Otwórz stronę, na której kupiono abonament.
    Odnów go tam.
    Wróć: zdjęcia ruszą w ciągu minuty.
steps-update_app =
    Pobierz najnowszą wersję stamtąd, skąd jest obecna.
    Zainstaluj ją w miejsce starej. Biblioteka zostaje.
steps-update_phone =
    Podłącz urządzenie do ładowania i połącz z Wi-Fi.
    Otwórz jego ustawienia i poszukaj aktualizacji systemu.
    Zainstaluj aktualizację.
    .ios =
        Podłącz iPhone'a do ładowania i połącz z Wi-Fi.
        Otwórz Ustawienia, Ogólne, Uaktualnienia.
        Zainstaluj uaktualnienie.
    .android =
        Podłącz telefon do ładowania i połącz z Wi-Fi.
        Otwórz Ustawienia, System, Aktualizacja oprogramowania.
        Zainstaluj aktualizację.
steps-turn_on_background_upload =
    Otwórz Safelight na iPhonie, o który chodzi.
    Włącz w jego ustawieniach wysyłanie w tle.
steps-ask_for_photos =
    Otwórz ustawienia prywatności systemu.
    Pozwól Safelight czytać zdjęcia.
steps-allow_photos =
    Otwórz ustawienia prywatności systemu.
    Pozwól Safelight czytać zdjęcia albo nadaj sobie prawo do czytania folderu.
steps-allow_all_photos =
    Otwórz ustawienia Safelight na telefonie, o który chodzi.
    Wybierz w pozycji Zdjęcia wszystkie zdjęcia.
steps-allow_places =
    Otwórz Safelight na telefonie z Androidem, o który chodzi.
    Pozwól mu widzieć, gdzie zrobiono zdjęcia.
steps-allow_app_cellular =
    Otwórz ustawienia Safelight na telefonie, o który chodzi.
    Włącz dane komórkowe.
steps-allow_local_network =
    Otwórz ustawienia prywatności systemu.
    Pozwól Safelight używać sieci lokalnej i przepuść go przez zaporę.
steps-allow_background =
    Otwórz ustawienia Safelight na telefonie, o który chodzi.
    Pozwól mu działać w tle.
steps-allow_notifications =
    Otwórz ustawienia systemu, Powiadomienia.
    Zezwól na nie dla Safelight.
steps-check_connection =
    Sprawdź, czy inne programy łączą się z internetem.
    Jeśli nie, sprawdź kabel albo Wi-Fi i uruchom router na nowo.
    .ios =
        Otwórz w przeglądarce stronę internetową.
        Jeśli się nie otwiera, sprawdź w Ustawieniach, czy włączony jest Tryb samolot i które Wi-Fi jest wybrane.
        Jeśli się otwiera, sprawdź w Safelight adres serwera.
steps-use_other_network =
    Połącz się z inną siecią.
    Sprawdź, czy zdjęcia ruszyły.
    .ios =
        Otwórz Ustawienia, Wi-Fi, i wybierz inną sieć albo wyłącz Wi-Fi, żeby użyć danych komórkowych.
        Wróć do Safelight.
steps-sign_in_network =
    Otwórz w przeglądarce stronę internetową. Pojawi się strona sieci.
    Zaloguj się tam albo wyraź zgodę.
    .ios =
        Otwórz Ustawienia, Wi-Fi, i stuknij sieć. Pojawi się jej strona.
        Zaloguj się tam albo wyraź zgodę.
        Wróć do Safelight.
steps-check_vpn =
    Otwórz program VPN.
    Wyłącz go albo oznacz jego połączenie jako bez limitu danych.
    .ios =
        Otwórz Ustawienia, VPN.
        Wyłącz go na czas wysyłania zdjęć albo zajrzyj do aplikacji VPN.
steps-turn_on_vpn =
    Otwórz program VPN.
    Włącz go.
    .ios =
        Otwórz Ustawienia, VPN.
        Włącz go.
steps-check_filter =
    Sprawdź, jaki filtr jest w użyciu: VPN, bloker czy filtr routera.
    Przepuść nazwę serwera albo wyłącz filtr w tej sieci.
    .ios =
        Otwórz Ustawienia, swoje imię, iCloud, Przekazywanie prywatne i wyłącz je w tej sieci.
        Jeśli w Ustawieniach, VPN i zarządzanie urządzeniem jest bloker albo filtr, przepuść nazwę serwera.
    .android =
        Otwórz Ustawienia, Sieć i internet, Prywatny DNS i wybierz Automatycznie.
        Jeśli jakaś aplikacja blokuje reklamy albo śledzenie, przepuść nazwę serwera.
steps-turn_off_data_saver =
    Otwórz Ustawienia, Oszczędzanie danych na telefonie z Androidem, o który chodzi.
    Wyłącz je albo pozwól Safelight mimo to używać danych.
steps-set_clock =
    Otwórz ustawienia systemu, Data i godzina.
    Włącz automatyczne ustawianie obu.
    .ios =
        Otwórz Ustawienia, Ogólne, Data i czas.
        Włącz Ustaw automatycznie.
steps-turn_off_low_power =
    Otwórz ustawienia zasilania systemu.
    Wyłącz oszczędzanie energii.
    .ios =
        Otwórz Ustawienia, Bateria.
        Wyłącz tryb niskiego zużycia energii albo podłącz iPhone'a i pozwól mu się naładować.
steps-stop_optimising =
    Otwórz Ustawienia, Aplikacje, Safelight, Bateria na telefonie z Androidem, o który chodzi.
    Wybierz Bez ograniczeń.
steps-keep_unused =
    Otwórz Ustawienia, Aplikacje, Safelight na telefonie z Androidem, o który chodzi.
    Wyłącz wstrzymywanie nieużywanej aplikacji.
    Otwórz Safelight i zezwól znów na zdjęcia.
steps-turn_on_system_sync =
    Otwórz Ustawienia, Hasła i konta na telefonie z Androidem, o który chodzi.
    Włącz automatyczną synchronizację danych aplikacji.
steps-protect_app =
    Otwórz Ustawienia, Aplikacje, Safelight, Bateria na telefonie z Androidem, o który chodzi, i wybierz Bez ograniczeń.
    Poszukaj w aplikacji baterii albo bezpieczeństwa producenta autostartu i zezwól na niego dla Safelight.
    Zablokuj Safelight na liście ostatnich aplikacji, jeśli telefon to potrafi.
steps-leave_running =
    Otwórz Safelight.
    Wyjdź z niego na ekran główny. Nie zamykaj go gestem na liście ostatnich aplikacji.
steps-keep_open =
    Podłącz telefon do ładowania i połącz z Wi-Fi.
    Otwórz Safelight i zostaw go na ekranie.
steps-unlock_phone =
    Odblokuj urządzenie jego kodem.
    Otwórz Safelight.
steps-unlock_profile =
    Odblokuj profil służbowy albo przestrzeń prywatną na telefonie z Androidem, o który chodzi.
    Zdjęcia ruszą same.
steps-restart_phone =
    Wyłącz telefon i włącz go ponownie.
    Odblokuj go i otwórz raz Safelight.
steps-insert_card =
    Włóż kartę pamięci z powrotem do telefonu.
    Zdjęcia ruszą same.
steps-plug_in =
    Podłącz urządzenie do ładowania.
    Zdjęcia ruszą same.
steps-cool_down =
    Zabierz urządzenie ze słońca i wyjmij je z etui.
    Daj mu odpocząć. Zdjęcia ruszą same.
steps-save_to_library =
    Otwórz album udostępniony w aplikacji zdjęć telefonu.
    Wybierz zdjęcia i zapisz je wśród swoich.
steps-keep_frame =
    Otwórz serię w aplikacji zdjęć telefonu.
    Wybierz potrzebne zdjęcia i zachowaj je jako osobne.
steps-open_other_phone =
    Weź telefon, na którym są zdjęcia.
    Podłącz go do ładowania, połącz z Wi-Fi i otwórz na nim Safelight.
steps-ask_manager =
    Dowiedz się, kto zarządza tym telefonem: firma, szkoła czy ktoś z rodziny.
    Poproś o zgodę, żeby Safelight widział zdjęcia i działał w tle.
steps-ask_parent =
    Poproś rodzica, który ustawił ograniczenia.
    Może zezwolić na Safelight w ustawieniach czasu przed ekranem.
steps-ask_family =
    Poproś osobę, która dzieli rodzinne miejsce w chmurze.
    Albo zwolnij trochę własnego.
steps-tell_owner =
    Powiedz osobie, która prowadzi serwer, co tu jest napisane.
    Gdy to naprawi, zdjęcia ruszą same.
steps-update_server =
    Powiedz osobie, która prowadzi serwer, że potrzebuje on aktualizacji.
    Potem zdjęcia ruszą same.

## Stan, w jednym zdaniu.

status-up_to_date = { $safe ->
        [0] Wszystko aktualne. Nie ma jeszcze zdjęć.
        [one] Wszystko aktualne. Jedno zdjęcie jest bezpieczne.
        [few] Wszystko aktualne. { $safe } zdjęcia są bezpieczne.
       *[many] Wszystko aktualne. { $safe } zdjęć jest bezpiecznych.
    }
status-syncing = { $pending ->
        [0] Synchronizacja.
        [one] Synchronizacja: zostało jedno zdjęcie.
        [few] Synchronizacja: zostały { $pending } zdjęcia.
       *[many] Synchronizacja: zostało { $pending } zdjęć.
    }
status-elsewhere = { $pending ->
        [0] Inny program na tym urządzeniu synchronizuje tę bibliotekę.
        [one] Inny program na tym urządzeniu synchronizuje: zostało jedno zdjęcie.
        [few] Inny program na tym urządzeniu synchronizuje: zostały { $pending } zdjęcia.
       *[many] Inny program na tym urządzeniu synchronizuje: zostało { $pending } zdjęć.
    }
status-waiting = { $pending ->
        [0] Czeka: { $reason }
        [one] Jedno zdjęcie czeka: { $reason }
        [few] { $pending } zdjęcia czekają: { $reason }
       *[many] { $pending } zdjęć czeka: { $reason }
    }
status-attention = { $reason }
status-signed_out = { $reason }
status-next-now = Synchronizuje, gdy tylko dostanie polecenie.
status-next-announced = Synchronizuje, gdy coś się zmieni tutaj albo w chmurze.

## Strona

page-language = pl
page-title = Symulator Safelight
page-tagline = Dwa telefony, jedna biblioteka i chmura, która nie może zajrzeć do środka
page-no-script = Ta strona potrzebuje JavaScriptu.
page-theme = Wygląd
page-theme-system = Systemowy
page-theme-light = Jasny
page-theme-dark = Ciemny
page-lost = Symulator nie odpowiada. Czy nadal działa w terminalu?
page-loading = Uruchamianie telefonów
page-failed = To się nie udało. Spróbuj jeszcze raz.
page-close = Zamknij
page-cancel = Anuluj
page-save = Zapisz
page-skip = Przejdź do telefonów

page-tab-photos = Zdjęcia
page-tab-favourites = Ulubione
page-tab-albums = Albumy
page-tab-deleted = Usunięte
page-tab-account = Konto
page-deleted-title = Ostatnio usunięte

page-take = Zrób zdjęcie
page-taken = Zdjęcie zrobione
page-upload = Dodaj z tego komputera
page-drop = Upuść, żeby dodać do tego telefonu
page-grid-hint = Strzałki przechodzą między zdjęciami, Enter otwiera zdjęcie.
page-more = Pokaż więcej zdjęć
page-empty-library = Nie ma jeszcze zdjęć. Zrób jakieś albo dodaj z tego komputera.
page-empty-favourites = Nie ma jeszcze ulubionych. Otwórz zdjęcie i naciśnij serce.
page-empty-deleted = Nic tu nie ma. { $days ->
        [one] Usunięte zdjęcia zostają tu przez jeden dzień.
        [few] Usunięte zdjęcia zostają tu przez { $days } dni.
       *[many] Usunięte zdjęcia zostają tu przez { $days } dni.
    }
page-empty-album = Ten album jest pusty. Otwórz zdjęcie i wybierz „Albumy”.
page-empty-albums = Nie ma jeszcze albumów.
page-deleted-hint = { $days ->
        [one] Zdjęcia zostają tu przez jeden dzień. Potem znikają na dobre.
        [few] Zdjęcia zostają tu przez { $days } dni. Potem znikają na dobre.
       *[many] Zdjęcia zostają tu przez { $days } dni. Potem znikają na dobre.
    }

page-viewer-back = Wstecz
page-viewer-previous = Poprzednie zdjęcie
page-viewer-next = Następne zdjęcie
page-viewer-favourite = Ulubione
page-viewer-caption = Podpis
page-viewer-details = Szczegóły
page-viewer-trash = Usuń
page-viewer-restore = Przywróć
page-viewer-delete = Usuń na dobre
page-viewer-original = Pokaż oryginał
page-viewer-original-loading = Pobieranie oryginału
page-viewer-original-shown = To jest oryginał
page-viewer-no-picture = Nie ma jeszcze obrazu
page-trashed = Przeniesiono do ostatnio usuniętych
page-restored = Przywrócono
page-deleted = Usunięto na dobre
page-caption-label = Podpis
page-caption-saved = Zapisano podpis
page-delete-title = Usunąć na dobre?
page-delete-warning = Zdjęcie zniknie z obu telefonów i z chmury. Tego nie można cofnąć.

page-details-taken = Zrobione
page-details-size = Rozmiar
page-details-file = Plik
page-details-camera = Aparat
page-details-place = Miejsce
page-details-original = Oryginał

page-albums-new = Nowy album
page-albums-name = Nazwa albumu
page-albums-create = Utwórz
page-albums-rename = Zmień nazwę
page-albums-delete = Usuń album
page-albums-delete-title = Usunąć ten album?
page-albums-delete-warning = Jego zdjęcia zostają w bibliotece.
page-albums-choose = Albumy tego zdjęcia
page-albums-back = Wszystkie albumy

page-account-title = Konto
page-account-email = E-mail
page-account-phone = Ten telefon
page-account-state = Synchronizacja
page-account-last = Ostatni sukces
page-account-safe = Bezpieczne w chmurze
page-account-waiting = Jeszcze do wysłania
page-account-words = Słowa odzyskiwania
page-account-words-ok = Sprawdzone
page-account-words-open = Jeszcze niesprawdzone
page-account-words-check = Sprawdź słowa
page-account-words-new = Utwórz nowe słowa

page-link-title = Połączenie
page-link-wifi = Wi-Fi
page-link-slow = 1 Mbit/s
page-link-off = Odłączone
page-link-sent = Wysłano
page-link-received = Odebrano

page-cloud-title = Chmura
page-cloud-blind = Trzyma zamknięte bloki. Nie widzi obrazu, nazwy ani miejsca.
page-cloud-quota = Zajęte miejsce
page-cloud-blocks = Zamknięte bloki
page-cloud-bytes = Przechowywane
page-cloud-reserved = Zapowiedziane
page-cloud-sees = Co widzi chmura
page-cloud-sees-hint = Najnowsze bloki, pod jedyną nazwą, pod jaką je zna
page-cloud-nothing = Jeszcze nic

page-log-title = Co się dzieje

page-words-reminder = Twoje 24 słowa odzyskiwania nie są jeszcze sprawdzone. Gdy zapomnisz hasła, tylko one otworzą Twoje zdjęcia.
page-words-open = Pokaż słowa
page-words-title = Twoje słowa odzyskiwania
page-words-lead = Zapisz je na papierze, w tej kolejności. Kto je ma, może otworzyć Twoje zdjęcia.
page-words-written = Mam je zapisane
page-words-ask-title = Poproszę o trzy słowa
page-words-ask-lead = Wpisz te trzy ze swojej kartki.
page-words-check = Sprawdź
page-words-again = Pokaż jeszcze raz wszystkie słowa
page-words-right = Zgadza się. Trzymaj kartkę w bezpiecznym miejscu.
page-words-wrong = To się nie zgadza. Spójrz jeszcze raz na kartkę.
page-words-done = Gotowe

# Z liczbami i nazwami: sformatowane, zanim dotrą do strony.
page-word-number = Słowo { $number }
page-photo-label = { $kind ->
        [video] Film
       *[photo] Zdjęcie
    } z { $date }
page-photo-favourite = ulubione
page-mark-here = Na razie tylko na tym telefonie
page-mark-elsewhere = Na razie tylko na: { $phone }
page-mark-elsewhere-unknown = Na razie tylko na innym telefonie
page-mark-other-phone = Inny telefon
page-mark-failed = Nie udało się wysłać
page-mark-failed-short = Niewysłane
page-mark-contested = Usunięte na innym telefonie; ma je już tylko ten telefon
page-mark-contested-short = Twój wybór
page-mark-lost = Oryginał przepadł
page-mark-lost-short = Przepadło
page-progress-sending = { $photos ->
        [one] Wysyłanie 1 zdjęcia
        [few] Wysyłanie { $photos } zdjęć
       *[many] Wysyłanie { $photos } zdjęć
    }: { $done } z { $total }
page-progress-receiving = Odbieranie: { $done }
page-progress-quiet = Spokój
page-count-photos = { $photos ->
        [one] 1 zdjęcie
        [few] { $photos } zdjęcia
       *[many] { $photos } zdjęć
    }
page-quota-used = { $used } z { $quota }
page-rate = { $bytes }/s
page-original-here = Na tym telefonie
page-original-cloud = W chmurze
page-original-both = Na tym telefonie i w chmurze
page-original-elsewhere = Tylko na: { $phone }, jeszcze nie w chmurze
page-original-elsewhere-unknown = Tylko na innym telefonie, jeszcze nie w chmurze
page-original-lost = Nigdzie: oryginał przepadł
page-log-took = { $phone }: zrobiono zdjęcie
page-log-added = { $photos ->
        [one] { $phone }: dodano 1 zdjęcie
        [few] { $phone }: dodano { $photos } zdjęcia
       *[many] { $phone }: dodano { $photos } zdjęć
    }
page-log-arrived = { $photos ->
        [one] { $phone }: pojawiło się 1 zdjęcie
        [few] { $phone }: pojawiły się { $photos } zdjęcia
       *[many] { $phone }: pojawiło się { $photos } zdjęć
    }
page-log-safe = { $photos ->
        [one] { $phone }: 1 zdjęcie jest bezpieczne w chmurze
        [few] { $phone }: { $photos } zdjęcia są bezpieczne w chmurze
       *[many] { $phone }: { $photos } zdjęć jest bezpiecznych w chmurze
    }
page-log-unplugged = { $phone }: połączenie zerwane
page-log-plugged = { $phone }: połączono, { $speed }
page-log-known = { $phone }: to zdjęcie już tu jest
page-phone-blue = Niebieski telefon
page-phone-coral = Koralowy telefon
page-added = { $photos ->
        [one] Dodano
        [few] Dodano { $photos } zdjęcia
       *[many] Dodano { $photos } zdjęć
    }

## Wiersz poleceń

cli-heading-usage = Użycie:
cli-heading-commands = Polecenia
cli-heading-arguments = Argumenty
cli-heading-options = Opcje
cli-heading-examples = Przykłady:

cli-error-precisely = ({ $code }: { $detail })
cli-time-invalid = to nie jest dzień jak 2024-05-01 ani chwila jak 2024-05-01T12:30:00+02:00

cli-ask-password = Hasło:
cli-ask-new-password = Nowe hasło:
cli-ask-old-password = Stare hasło:
cli-ask-again = To samo jeszcze raz:
cli-ask-differs = Te dwa się różnią. Jeszcze raz:
cli-ask-words = 24 słowa odzyskiwania:
cli-ask-yes = tak

cli-head-id = ID
cli-head-name = Nazwa
cli-head-last-seen = Ostatnio widziany
cli-head-app = Aplikacja
cli-head-folder = Folder
cli-head-found = Znalezione
cli-head-safe = Bezpieczne
cli-head-waiting = Czekające
cli-head-set-aside = Odłożone
cli-head-left-out = Pominięte
cli-head-taken = Zrobione
cli-head-size = Rozmiar
cli-head-state = Stan
cli-head-pixels = Piksele
cli-head-length = Długość
cli-head-camera = Aparat
cli-head-place = Miejsce
cli-head-caption = Podpis
cli-head-albums = Albumy
cli-head-marks = Znaczniki
cli-head-photos = Zdjęcia

cli-mark-favourite = ulubione
cli-mark-hidden = ukryte
cli-mark-trash = w koszu

cli-state-safe = bezpieczne
cli-state-sending = w drodze
cli-state-failed = nie udało się wysłać
cli-state-waiting = czeka
cli-state-elsewhere = tylko na: { $phones }

cli-signup-done = Założono konto { $email }.
cli-signin-done = Zalogowano jako { $email }.
cli-recover-done = Zalogowano jako { $email }, z nowym hasłem.
cli-signout-done = Wylogowano. Zdjęcia na tym telefonie zostały.
cli-signout-ask = Mimo to się wylogować? Wpisz tak:
cli-signout-how = Nic nie zrobiono. Najpierw zsynchronizuj albo wyloguj się z --yes: to, czego nie wysłano, zostanie tylko na tym telefonie.
cli-unsent = { $originals ->
        [one] Jednego zdjęcia nie wysłano do chmury
        [few] { $originals } zdjęć nie wysłano do chmury
       *[many] { $originals } zdjęć nie wysłano do chmury
    }, a { $edits ->
        [one] jedno zdjęcie ma zmiany, których nie wysłano.
        [few] { $edits } zdjęcia mają zmiany, których nie wysłano.
       *[many] { $edits } zdjęć ma zmiany, których nie wysłano.
    }
cli-passwd-done = Hasło zmieniono. Pozostałe telefony są nadal zalogowane, słowa odzyskiwania są nadal ważne.
cli-words-done = Oto nowe słowa odzyskiwania. Stare są już nic niewarte.
cli-words-show = Zapisz te 24 słowa i trzymaj je z dala od tego telefonu. Kto je ma, może otworzyć bibliotekę; bez nich
    zapomnianego hasła nie da się zastąpić.
cli-words-later = Słowa odzyskiwania nie zostały jeszcze sprawdzone. Upewnij się, że są zapisane, albo utwórz nowe poleceniem words.
cli-words-kept = To się nie zgadza, więc nic się nie zmieniło: nadal liczą się stare słowa. Zapisz nowe i spróbuj jeszcze raz poleceniem words.
cli-words-ask = Słowo { $number }:
cli-words-right = Zgadza się. Trzymaj je w bezpiecznym miejscu.
cli-words-wrong = To się nie zgadza. Spójrz jeszcze raz na kartkę albo utwórz nowe słowa poleceniem words.
cli-delete-warning = { $photos ->
        [0] Żadne zdjęcie nie jest tylko w chmurze.
        [one] Jedno zdjęcie ({ $size }) jest tylko w chmurze i by przepadło.
        [few] { $photos } zdjęcia ({ $size }) są tylko w chmurze i by przepadły.
       *[many] { $photos } zdjęć ({ $size }) jest tylko w chmurze i by przepadło.
    }
cli-delete-ask = Usunąć konto i wszystko w jego chmurze? Wpisz tak:
cli-delete-how = Nic nie zrobiono. Usuń konto z --yes.
cli-delete-done = Konto zostanie usunięte { $when }. Zalogowanie się do tego czasu to cofa.

cli-device-this = { $name } (ten)

cli-import-progress = Przyjmowanie
cli-import-done = { $count ->
        [0] Nie przyjęto nic nowego.
        [one] Przyjęto jedno zdjęcie.
        [few] Przyjęto { $count } zdjęcia.
       *[many] Przyjęto { $count } zdjęć.
    }
cli-import-duplicates = { $count ->
        [one] Jedno już tu było.
        [few] { $count } już tu były.
       *[many] { $count } już tu było.
    }
cli-import-ignored = { $count ->
        [one] Jedno usunięto wcześniej na dobre i tak zostaje; przywraca je --again.
        [few] { $count } usunięto wcześniej na dobre i tak zostaje; przywraca je --again.
       *[many] { $count } usunięto wcześniej na dobre i tak zostaje; przywraca je --again.
    }
cli-file-failed = { $path }: { $reason }
cli-source-none = Na liście nie ma folderów. Dodaj jakiś poleceniem source add.

cli-ls-none = Nic tu nie ma.
cli-ls-more = Jest więcej: dalej z --after { $cursor }
cli-set-done = { $count ->
        [0] Nic nie zmieniono.
        [one] Zmieniono jedno zdjęcie.
        [few] Zmieniono { $count } zdjęcia.
       *[many] Zmieniono { $count } zdjęć.
    }
cli-trash-done = { $count ->
        [0] Nic nie przeniesiono.
        [one] Jedno zdjęcie jest w koszu.
        [few] { $count } zdjęcia są w koszu.
       *[many] { $count } zdjęć jest w koszu.
    }
cli-restore-done = { $count ->
        [0] Nic nie przywrócono.
        [one] Przywrócono jedno zdjęcie.
        [few] Przywrócono { $count } zdjęcia.
       *[many] Przywrócono { $count } zdjęć.
    }
cli-purge-done = { $count ->
        [0] Nic nie usunięto.
        [one] Jedno zdjęcie usunięto na dobre, przy następnej synchronizacji wszędzie.
        [few] { $count } zdjęcia usunięto na dobre, przy następnej synchronizacji wszędzie.
       *[many] { $count } zdjęć usunięto na dobre, przy następnej synchronizacji wszędzie.
    }
cli-unchanged = { $count ->
        [one] Jedno zostało, jak było.
        [few] { $count } zostały, jak były.
       *[many] { $count } zostało, jak było.
    }

cli-get-progress = Pobieranie
cli-get-done = { $name } ({ $size }) jest w { $path }.
cli-get-elsewhere = Oryginał jest tylko na: { $phones }.
cli-export-progress = Eksport
cli-export-done = { $count ->
        [0] Nic nie wyeksportowano.
        [one] Wyeksportowano jedno zdjęcie ({ $size }).
        [few] Wyeksportowano { $count } zdjęcia ({ $size }).
       *[many] Wyeksportowano { $count } zdjęć ({ $size }).
    }

cli-album-none = Nie ma jeszcze albumów. Utwórz jakiś poleceniem album create.
cli-album-created = Utworzono album { $name }.
cli-album-renamed = Album nazywa się teraz { $name }.
cli-album-deleted = Usunięto album { $name }. Jego zdjęcia są nadal w bibliotece.
cli-album-added = { $count ->
        [0] Do albumu { $name } niczego nie włożono.
        [one] Do albumu { $name } włożono jedno zdjęcie.
        [few] Do albumu { $name } włożono { $count } zdjęcia.
       *[many] Do albumu { $name } włożono { $count } zdjęć.
    }
cli-album-removed = { $count ->
        [0] Z albumu { $name } niczego nie wyjęto.
        [one] Z albumu { $name } wyjęto jedno zdjęcie.
        [few] Z albumu { $name } wyjęto { $count } zdjęcia.
       *[many] Z albumu { $name } wyjęto { $count } zdjęć.
    }

cli-sync-progress = { $originals ->
        [0] Synchronizacja
        [one] Synchronizacja, zostało jedno zdjęcie ({ $left })
        [few] Synchronizacja, zostały { $originals } zdjęcia ({ $left })
       *[many] Synchronizacja, zostało { $originals } zdjęć ({ $left })
    }. Wysłano { $sent }, odebrano { $received }.
cli-sync-done = Wysłano { $sent ->
        [one] jedną zmianę
        [few] { $sent } zmiany
       *[many] { $sent } zmian
    } ({ $sentsize }), odebrano { $received ->
        [one] jedną zmianę
        [few] { $received } zmiany
       *[many] { $received } zmian
    } ({ $receivedsize }).
cli-sync-up-to-date = Wszystko aktualne.
cli-sync-left = { $originals ->
        [0] { $records ->
            [0] Nie na wszystko dało się spojrzeć.
            [one] Do wysłania została jedna zmiana.
            [few] Do wysłania zostały { $records } zmiany.
           *[many] Do wysłania zostało { $records } zmian.
        }
        [one] Do wysłania zostało jedno zdjęcie ({ $size }).
        [few] Do wysłania zostały { $originals } zdjęcia ({ $size }).
       *[many] Do wysłania zostało { $originals } zdjęć ({ $size }).
    }

cli-status-last = Ostatnio aktualne: { $when }
cli-status-next = To, co się nie udało, zostanie powtórzone: { $when }.

cli-usage-unknown = nieznane przed pierwszą synchronizacją
cli-usage-cloud = W chmurze
cli-usage-device = Na tym telefonie
cli-usage-quota = Miejsce
cli-usage-used = Zajęte
cli-usage-reserved = Zachowane dla zdjęć w drodze
cli-usage-photos = Zdjęcia
cli-usage-videos = Filmy
cli-usage-derivatives = Podglądy i miniatury
cli-usage-deleted = Ostatnio usunięte
cli-usage-free = Wolne
cli-usage-borrowed = Zostawione tam, gdzie są
cli-usage-database = Baza danych
cli-usage-spool = Pliki w drodze

cli-erase-ready = { $of ->
        [0] Na tym telefonie nie ma oryginału: można go wymazać.
        [one] Tak: dowiedziono, że jedyny oryginał na tym telefonie jest w chmurze.
        [few] Tak: dowiedziono, że wszystkie { $of } oryginały na tym telefonie są w chmurze.
       *[many] Tak: dowiedziono, że wszystkie { $of } oryginałów na tym telefonie jest w chmurze.
    }
cli-erase-not-ready = Nie: dowiedziono, że w chmurze jest { $proven } z { $of } oryginałów na tym telefonie. { $lost ->
        [one] Ten by przepadł albo jego zmiany:
        [few] Te { $lost } by przepadły albo ich zmiany:
       *[many] Tych { $lost } by przepadło albo ich zmiany:
    }

cli-doctor-checked = { $count ->
        [one] Sprawdzono jedną rzecz.
        [few] Sprawdzono { $count } rzeczy.
       *[many] Sprawdzono { $count } rzeczy.
    }
cli-doctor-well = Wszystko w porządku.
cli-doctor-broken = Baza danych biblioteki jest uszkodzona i nie można jej tu naprawić. Zdjęcia są w folderze originals folderu domowego.
cli-doctor-missing_files = { $count ->
        [one] Jednego pliku nie było; zostanie pobrany, gdy będzie potrzebny.
        [few] { $count } plików nie było; zostaną pobrane, gdy będą potrzebne.
       *[many] { $count } plików nie było; zostaną pobrane, gdy będą potrzebne.
    }
cli-doctor-left_over_files = { $count ->
        [one] Usunięto jeden niepotrzebny plik.
        [few] Usunięto { $count } niepotrzebne pliki.
       *[many] Usunięto { $count } niepotrzebnych plików.
    }
cli-doctor-work = { $count ->
        [one] Jeden plik jest znów na liście do wysłania albo pobrania.
        [few] { $count } pliki są znów na liście do wysłania albo pobrania.
       *[many] { $count } plików jest znów na liście do wysłania albo pobrania.
    }

## Wiersz poleceń: pomoc. cli-help-POLECENIE, jego przykłady i jego argumenty.

cli-help = Telefon w terminalu: jedna biblioteka zdjęć, ta sama na wszystkich urządzeniach i bezpieczna we własnej chmurze
cli-help-examples =
    Załóż konto na serwerze, z tym komputerem jako pierwszym urządzeniem:
      { $command } signup --server https://photos.example.org --email you@example.org
    Przyjmij zdjęcia i wyślij je:
      { $command } import ~/Pictures
      { $command } sync
    Zapytaj, jak stoją sprawy:
      { $command } status
cli-help-arg-home = Folder, w którym to urządzenie trzyma swoją bibliotekę
cli-help-arg-json = Wypisz jeden dokument JSON i nic więcej, o nic nie pytaj
cli-help-arg-help = Wypisz tę pomoc
cli-help-arg-version = Wypisz wersję

cli-help-arg-server = Adres serwera
cli-help-arg-email = Adres e-mail konta
cli-help-arg-name = Jak nazywa się to urządzenie; inaczej tak jak komputer
cli-help-arg-yes = Zrób to bez pytania
cli-help-arg-id = Identyfikator zdjęcia, tak jak wypisuje go ls
cli-help-arg-ids = Identyfikatory zdjęć, tak jak wypisuje je ls
cli-help-arg-folder = Folder
cli-help-arg-album = Tylko zdjęcia z tego albumu

cli-help-signup = Załóż konto, z tym urządzeniem jako pierwszym
cli-help-signup-arg-invite = Zaproszenie, o które prosi zamknięty serwer
cli-help-signup-examples =
    O hasło pada pytanie; 24 słowa odzyskiwania są pokazywane raz:
      { $command } --server https://photos.example.org --email you@example.org --name "Old laptop"
    W skrypcie:
      SAFELIGHT_PASSWORD=… { $command } --json --server https://photos.example.org --email you@example.org

cli-help-signin = Dołącz to urządzenie do konta
cli-help-signin-examples =
    { $command } --server https://photos.example.org --email you@example.org

cli-help-recover = Zaloguj się 24 słowami odzyskiwania i ustaw nowe hasło
cli-help-recover-examples =
    O słowa i hasło pada pytanie:
      { $command } --server https://photos.example.org --email you@example.org
    W skrypcie:
      SAFELIGHT_RECOVERY_WORDS="…" SAFELIGHT_NEW_PASSWORD=… { $command } --server … --email …

cli-help-signout = Wyloguj to urządzenie; to, czego nie wysłano, na nim zostaje
cli-help-signout-arg-yes = Wyloguj, choć czegoś nie wysłano
cli-help-signout-examples =
    Kończy się kodem 3 i nic nie robi, dopóki są niewysłane zdjęcia lub zmiany:
      { $command }
    Wyloguj mimo to:
      { $command } --yes

cli-help-passwd = Zmień hasło
cli-help-passwd-examples =
    { $command }
    W skrypcie:
      SAFELIGHT_PASSWORD=… SAFELIGHT_NEW_PASSWORD=… { $command }

cli-help-words = Utwórz nowe słowa odzyskiwania; stare tracą ważność
cli-help-words-examples =
    Pokazuje 24 nowe słowa i pyta o trzy z nich:
      { $command }

cli-help-delete-account = Usuń konto; zalogowanie się w ciągu 14 dni to cofa
cli-help-delete-account-examples =
    Mówi, co jest tylko w chmurze, i na razie nic nie robi:
      { $command } --json
    Usuń je:
      { $command } --yes

cli-help-devices = Wypisz, nazwij lub usuń urządzenia konta
cli-help-devices-examples =
    { $command }
    { $command } rename 0f3c… "Anna's phone"
    { $command } revoke 0f3c…
cli-help-devices-list = Wypisz urządzenia konta
cli-help-devices-list-examples =
    { $command }
cli-help-devices-rename = Nadaj urządzeniu inną nazwę
cli-help-devices-rename-arg-id = Identyfikator urządzenia
cli-help-devices-rename-arg-name = Nowa nazwa
cli-help-devices-rename-examples =
    { $command } 0f3c… "Anna's phone"
cli-help-devices-revoke = Usuń urządzenie z konta: wylatuje od razu i zachowuje to, co na nim jest
cli-help-devices-revoke-arg-id = Identyfikator urządzenia
cli-help-devices-revoke-examples =
    { $command } 0f3c…

cli-help-import = Przyjmij zdjęcia i filmy do biblioteki
cli-help-import-arg-in-place = Zostaw pliki tam, gdzie są, zamiast kopiować je do folderu domowego
cli-help-import-arg-again = Przywróć to, co jest w koszu albo zostało usunięte na dobre
cli-help-import-arg-paths = Pliki i foldery
cli-help-import-examples =
    Skopiuj folder ze wszystkim, co w nim jest:
      { $command } ~/Pictures
    Zostaw pliki tam, gdzie są:
      { $command } --in-place /mnt/photos
    Przywróć usunięte zdjęcie:
      { $command } --again ~/Pictures/beach.jpg

cli-help-source = Wypisz, dodaj lub usuń foldery, z których bierze synchronizacja
cli-help-source-examples =
    { $command } add ~/Pictures
    { $command }
cli-help-source-add = Bierz z tego folderu przy każdej synchronizacji
cli-help-source-add-examples =
    { $command } ~/Pictures
cli-help-source-list = Wypisz foldery; liczby się sumują
cli-help-source-list-examples =
    { $command }
cli-help-source-remove = Nie bierz więcej z tego folderu; jego zdjęcia zostają w bibliotece
cli-help-source-remove-examples =
    { $command } ~/Pictures

cli-help-sync = Wyślij i odbierz wszystko, co teraz można
cli-help-sync-arg-now = Spróbuj od razu tego, co przesunięto albo odłożono na bok
cli-help-sync-arg-seconds = Zatrzymaj się po tylu sekundach
cli-help-sync-arg-max-bytes = Wyślij najwyżej tyle bajtów zdjęć
cli-help-sync-arg-watch = Bądź na bieżąco aż do zatrzymania
cli-help-sync-examples =
    Raz; kończy się kodem 3, dopóki coś zostaje:
      { $command }
    Najwyżej dziesięć minut i 2 GB:
      { $command } --for 600 --max-bytes 2000000000
    Bez końca, jeden wiersz na każdą zmianę:
      { $command } --watch

cli-help-ls = Wypisz zdjęcia i filmy według daty zrobienia, najnowsze najpierw
cli-help-ls-arg-trash = Te w koszu
cli-help-ls-arg-hidden = Ukryte
cli-help-ls-arg-favourites = Tylko ulubione
cli-help-ls-arg-since = Zrobione tego dnia lub o tej porze albo później
cli-help-ls-arg-until = Zrobione przed tym dniem lub tą porą
cli-help-ls-arg-after = Dalej od miejsca, w którym skończyła się wcześniejsza lista
cli-help-ls-arg-limit = Ile najwyżej; 0: wszystkie
cli-help-ls-examples =
    { $command } --limit 20
    Lato 2024:
      { $command } --since 2024-06-01 --until 2024-09-01
    Cały album, dla skryptu:
      { $command } --json --album Sweden --limit 0

cli-help-show = Pokaż wszystko, co wiadomo o zdjęciu, i dlaczego czeka
cli-help-show-examples =
    { $command } 3f9a…

cli-help-get = Weź plik zdjęcia, z chmury, jeśli nie ma go tutaj
cli-help-get-arg-resource = Który z jego plików
cli-help-get-arg-output = Dokąd go zapisać; - to standardowe wyjście
cli-help-get-examples =
    { $command } 3f9a… -o beach.jpg
    { $command } 3f9a… --resource thumbnail -o - | display

cli-help-set = Zmień to, co wiadomo o zdjęciu
cli-help-set-arg-favourite = Czy jest ulubione: true albo false
cli-help-set-arg-hidden = Czy jest ukryte: true albo false
cli-help-set-arg-caption = Podpis; pusty, żeby go nie było
cli-help-set-arg-date = Właściwa data zrobienia, z przesunięciem
cli-help-set-examples =
    { $command } 3f9a… --favourite true --caption "The lake"
    { $command } 3f9a… --date 2024-05-01T12:30:00+02:00

cli-help-trash = Przenieś zdjęcia do kosza
cli-help-trash-examples =
    { $command } 3f9a… 77b0…

cli-help-restore = Wyjmij zdjęcia z kosza
cli-help-restore-examples =
    { $command } 3f9a…

cli-help-purge = Usuń na dobre zdjęcia, które są w koszu, na wszystkich urządzeniach
cli-help-purge-examples =
    { $command } 3f9a…

cli-help-album = Wypisz albumy, twórz je i napełniaj
cli-help-album-examples =
    { $command } create Sweden
    { $command } add Sweden 3f9a… 77b0…
    { $command }
cli-help-album-create = Utwórz album
cli-help-album-create-arg-name = Jego nazwa
cli-help-album-create-examples =
    { $command } Sweden
cli-help-album-list = Wypisz albumy
cli-help-album-list-examples =
    { $command }
cli-help-album-rename = Nadaj albumowi inną nazwę
cli-help-album-rename-arg-name = Nazwa albumu albo identyfikator
cli-help-album-rename-arg-new = Nowa nazwa
cli-help-album-rename-examples =
    { $command } Sweden "Sweden 2024"
cli-help-album-add = Włóż zdjęcia do albumu
cli-help-album-add-arg-name = Nazwa albumu albo identyfikator
cli-help-album-add-examples =
    { $command } Sweden 3f9a… 77b0…
cli-help-album-remove = Wyjmij zdjęcia z albumu; zostają w bibliotece
cli-help-album-remove-arg-name = Nazwa albumu albo identyfikator
cli-help-album-remove-examples =
    { $command } Sweden 3f9a…
cli-help-album-delete = Usuń album; jego zdjęcia zostają w bibliotece
cli-help-album-delete-arg-name = Nazwa albumu albo identyfikator
cli-help-album-delete-examples =
    { $command } Sweden

cli-help-export = Zapisz wszystkie oryginały w folderze według dat, do odczytania bez Safelight
cli-help-export-examples =
    { $command } /mnt/backup/photos
    { $command } ~/Desktop/sweden --album Sweden

cli-help-status = Powiedz w jednym zdaniu, jak stoją sprawy
cli-help-status-examples =
    { $command }
    { $command } --json

cli-help-usage = Powiedz, ile miejsca jest zajęte, w chmurze i tutaj
cli-help-usage-examples =
    { $command }

cli-help-erase-check = Powiedz, czy to urządzenie można wymazać: chmura dowodzi, co ma
cli-help-erase-check-examples =
    Kończy się kodem 3, jeśli coś by przepadło:
      { $command }

cli-help-doctor = Sprawdź bibliotekę na tym urządzeniu i napraw, co można naprawić
cli-help-doctor-examples =
    { $command }

cli-help-completions = Wypisz to, czego powłoka potrzebuje do uzupełniania poleceń
cli-help-completions-arg-shell = Powłoka
cli-help-completions-examples =
    { $command } bash > ~/.local/share/bash-completion/completions/safelight

## Facts, settings, and what would be if they were otherwise.

cli-head-fact = Fakt
cli-head-setting = Ustawienie
cli-head-value = Wartość
cli-head-since = Od kiedy
cli-sync-passed = Pominięte na Twoje życzenie: { $reasons }
cli-what-if = { $photos ->
        [0] { $videos ->
            [0] Dziś nic nie zostałoby wysłane.
            [one] Dziś wysłano by: jeden film ({ $size }).
            [few] Dziś wysłano by: { $videos } filmy ({ $size }).
           *[many] Dziś wysłano by: { $videos } filmów ({ $size }).
        }
        [one] { $videos ->
            [0] Dziś wysłano by: jedno zdjęcie ({ $size }).
            [one] Dziś wysłano by: jedno zdjęcie i jeden film ({ $size }).
            [few] Dziś wysłano by: jedno zdjęcie i { $videos } filmy ({ $size }).
           *[many] Dziś wysłano by: jedno zdjęcie i { $videos } filmów ({ $size }).
        }
        [few] { $videos ->
            [0] Dziś wysłano by: { $photos } zdjęcia ({ $size }).
            [one] Dziś wysłano by: { $photos } zdjęcia i jeden film ({ $size }).
            [few] Dziś wysłano by: { $photos } zdjęcia i { $videos } filmy ({ $size }).
           *[many] Dziś wysłano by: { $photos } zdjęcia i { $videos } filmów ({ $size }).
        }
       *[many] { $videos ->
            [0] Dziś wysłano by: { $photos } zdjęć ({ $size }).
            [one] Dziś wysłano by: { $photos } zdjęć i jeden film ({ $size }).
            [few] Dziś wysłano by: { $photos } zdjęć i { $videos } filmy ({ $size }).
           *[many] Dziś wysłano by: { $photos } zdjęć i { $videos } filmów ({ $size }).
        }
    }

cli-help-facts = Pokaż albo ustaw, co to urządzenie wie o sobie: bateria, sieć, miejsce, ciepło
cli-help-facts-examples =
    { $command }
    Powiedz, że jest w sieci komórkowej i ma mało energii:
      { $command } set network=cellular battery=18 charging=unplugged
cli-help-facts-show = Pokaż każdy fakt i od kiedy tak jest
cli-help-facts-show-examples =
    { $command }
cli-help-facts-set = Powiedz, jak jest; trwające synchronizacje stosują się w ciągu sekundy
cli-help-facts-set-examples =
    { $command } network=cellular
    Powiedz, że tego nie wiadomo:
      { $command } metered=unknown
cli-help-facts-clear = Zapomnij, co powiedziano; znów liczy się to, co urządzenie wie samo
cli-help-facts-clear-examples =
    { $command }

cli-help-settings = Pokaż albo zmień, czego chcesz od tego urządzenia
cli-help-settings-examples =
    { $command }
    Pozwól zdjęciom zużywać 200 MB danych komórkowych dziennie:
      { $command } set cellular_photos=200000000
cli-help-settings-show = Pokaż wszystkie ustawienia
cli-help-settings-show-examples =
    { $command }
cli-help-settings-set = Zmień ustawienia; trwające synchronizacje stosują się w ciągu sekundy
cli-help-settings-set-examples =
    { $command } hours=22:00-07:00 charging_only=true
cli-help-settings-reset = Przywróć wszystkie ustawienia początkowe
cli-help-settings-reset-examples =
    { $command }
cli-help-arg-said = Co ustawić, jako KLUCZ=WARTOŚĆ

cli-help-what-if = Powiedz, co zostałoby dziś wysłane, gdyby fakty lub ustawienia były inne; niczego nie zmienia
cli-help-what-if-arg-changes = Fakty i ustawienia, jako KLUCZ=WARTOŚĆ
cli-help-what-if-examples =
    { $command } cellular_photos=200000000
    { $command } network=wifi battery=80

## Diagnoza: co zaobserwowano. Liczby i daty są argumentami.

observed-account_refused = Serwer odmówił kontu tego telefonu.
observed-bad_address = Nie da się odczytać adresu serwera.
observed-body_limit = { $passed ->
        [0] Nie przechodzi nawet { $refused } bajtów naraz.
        [one] Naraz przechodzi { $passed } bajt, a { $refused } już nie.
        [few] Naraz przechodzą { $passed } bajty, a { $refused } już nie.
       *[many] Naraz przechodzi { $passed } bajtów, a { $refused } już nie.
    }
observed-body_refused = Duże kawałki odrzucono po drodze, i nie zrobił tego serwer.
observed-cert_expired = { $not_after ->
        [unknown] Certyfikat serwera stracił ważność.
       *[known] Certyfikat serwera stracił ważność { $not_after }.
    }
observed-cert_name = Pokazany certyfikat należy do innej nazwy.
observed-cert_not_yet = { $not_before ->
        [unknown] Certyfikat serwera jeszcze nie jest ważny.
       *[known] Certyfikat serwera jest ważny dopiero od { $not_before }.
    }
observed-cert_untrusted = Pokazanego certyfikatu nie podpisał nikt, komu ten telefon ufa.
observed-clock = { $ahead ->
        [yes] Zegar telefonu spieszy się względem serwera o około { $hours ->
            [one] godzinę
            [few] { $hours } godziny
            [many] { $hours } godzin
           *[other] { $hours } godziny
        }.
       *[no] Zegar telefonu spóźnia się względem serwera o około { $hours ->
            [one] godzinę
            [few] { $hours } godziny
            [many] { $hours } godzin
           *[other] { $hours } godziny
        }.
    }
observed-clock_tls = Według zegara telefonu certyfikat serwera nie jest ważny, a zegar jest źle ustawiony.
observed-denied = Telefon nie pozwala aplikacji się połączyć.
observed-foreign = Coś odpowiedziało statusem { $status } i nie był to serwer Safelight.
observed-last_run = Tak skończyła się ostatnia synchronizacja.
observed-moved = Adres prowadzi dalej, pod inny adres na tej samej maszynie.
observed-name_filtered = Nazwa serwera prowadzi donikąd: tak odpowiada filtr w tej sieci.
observed-name_unanswered = Nikt w tej sieci nie odpowiedział, co znaczy nazwa serwera.
observed-name_unknown = Nikt nie zna nazwy serwera.
observed-no_network = Telefon nie ma wyjścia na świat.
observed-no_other_phone = Żaden inny telefon nie jest zalogowany na to konto.
observed-no_window = { $days ->
        [one] Od { $days } dnia nie było synchronizacji, choć było co robić.
        [few] Od { $days } dni nie było synchronizacji, choć było co robić.
        [many] Od { $days } dni nie było synchronizacji, choć było co robić.
       *[other] Od { $days } dnia nie było synchronizacji, choć było co robić.
    }
observed-not_secure = Ten adres nie jest chroniony, więc nic tam nie jest wysyłane.
observed-other_account = Ktoś próbował zalogować się na tym telefonie na inne konto.
observed-page = Przyszła strona, która nie pochodzi od serwera Safelight.
observed-protocol = Serwer mówi wersją { $server } wspólnego języka.
observed-proxy = Coś przed serwerem odpowiedziało statusem { $status }.
observed-redirected = Każde pytanie jest odsyłane do innej maszyny.
observed-refused = Maszyna odpowiada, ale nie słucha tam żaden serwer.
observed-reset = Połączenie zerwano, zanim przyszła odpowiedź.
observed-server_refused = Mówi to sam serwer.
observed-silent = Maszyna nie odpowiada.
observed-stall = { $runs ->
        [one] { $runs } raz było co robić, nic nie stało na drodze i nic nie poszło.
        [few] { $runs } razy z rzędu było co robić, nic nie stało na drodze i nic nie poszło.
        [many] { $runs } razy z rzędu było co robić, nic nie stało na drodze i nic nie poszło.
       *[other] { $runs } raza z rzędu było co robić, nic nie stało na drodze i nic nie poszło.
    }
observed-stall_restart = Dwie naprawy niczego nie zmieniły.
observed-tls_failed = Nie udało się nawiązać bezpiecznego połączenia.
observed-tls_page = Certyfikat nie należy do serwera, a kryje się za nim czyjaś strona.
observed-tls_reset = Połączenie zerwano w trakcie zabezpieczania.
observed-unanswered = Połączenie jest, ale serwer milczy.
observed-unreachable = Do tej maszyny nie ma drogi.

## Diagnoza: co właśnie naprawiono.

repaired-lock = Zdjęto blokadę, którą zostawił inny program.
repaired-work = { $count ->
        [one] { $count } plik czekał na coś, co nigdy nie nadejdzie; zostanie wysłany jeszcze raz.
        [few] { $count } pliki czekały na coś, co nigdy nie nadejdzie; zostaną wysłane jeszcze raz.
        [many] { $count } plików czekało na coś, co nigdy nie nadejdzie; zostaną wysłane jeszcze raz.
       *[other] { $count } pliku czekało na coś, co nigdy nie nadejdzie; zostaną wysłane jeszcze raz.
    }
repaired-transfer = { $count ->
        [one] Zatrzymano { $count } przesyłanie, które nigdy się nie kończyło.
        [few] Zatrzymano { $count } przesyłania, które nigdy się nie kończyły.
        [many] Zatrzymano { $count } przesyłań, które nigdy się nie kończyły.
       *[other] Zatrzymano { $count } przesyłania, które nigdy się nie kończyły.
    }
repaired-retry = Wszystko, co odłożono, jest ponawiane.
repaired-digest = Następna synchronizacja porówna ten telefon z chmurą.
repaired-engine = Synchronizację uruchomiono od nowa.
repaired-library = { $count ->
        [one] Naprawiono { $count } rzecz w bibliotece.
        [few] Naprawiono { $count } rzeczy w bibliotece.
        [many] Naprawiono { $count } rzeczy w bibliotece.
       *[other] Naprawiono { $count } rzeczy w bibliotece.
    }

## Wiersz poleceń: diagnoza.

cli-diagnose-well = Wszystko jest w porządku.
cli-diagnose-well-offline = Na tym telefonie wszystko jest w porządku. Serwera nie pytano.
cli-diagnose-unasked = Serwera nie pytano, bo nie wolno teraz użyć do tego sieci ({ $code }).
cli-diagnose-fix = Co zrobić: { $lifts }
cli-diagnose-words = Inny telefon z tym samym kontem i serwerem pokazuje te same trzy słowa: { $words }
cli-diagnose-bundle = Po pomoc: safelight support-bundle -o FILE. Plik nie nazywa nikogo ani niczego.
cli-bundle-written = Zapisano w { $path }: { $size }. Plik nie nazywa nikogo ani niczego.
cli-replay-same = Tak samo jak na telefonie, z którego pochodzi.
cli-replay-other = Inaczej niż na telefonie, z którego pochodzi.

cli-help-diagnose = Sprawdź, dlaczego zdjęcia czekają: najpierw prawdziwa przyczyna i to, co jej zaradzi
cli-help-diagnose-arg-offline = Sprawdź tylko to urządzenie, nikogo nie pytaj
cli-help-diagnose-arg-other-phone = Inny telefon powinien mieć to samo konto: poszukaj go
cli-help-diagnose-examples =
    { $command }
    Bez używania sieci:
      { $command } --offline
    Drugi telefon pokazuje inne zdjęcia:
      { $command } --other-phone
cli-help-support-bundle = Zapisz do pliku to, na czym opiera się diagnoza, dla tych, którzy pomagają; plik nie nazywa nikogo ani niczego
cli-help-support-bundle-arg-output = Gdzie zapisać plik
cli-help-support-bundle-arg-offline = Sprawdź tylko to urządzenie, nikogo nie pytaj
cli-help-support-bundle-examples =
    { $command } -o bundle.json
cli-help-replay = Przeczytaj plik dla pomocy i dojdź do tego samego wniosku
cli-help-replay-arg-file = Plik
cli-help-replay-examples =
    { $command } bundle.json

## Serwer: gdzie jest i po czym się go poznaje

reason-net-tls_required = Adres serwera zaczyna się od http://. Nic tam nie jest wysyłane: po drodze każdy mógłby to przeczytać.
    .title = Adres nie jest bezpieczny
    .lifts = Użyj adresu, który zaczyna się od https://.
reason-net-authority_changed = Ten telefon ufa dla tego serwera innemu urzędowi certyfikacji niż podany.
    .title = Inny urząd certyfikacji
    .lifts = Poproś właściciela serwera o odcisk i podaj go razem z plikiem.
reason-net-authority_wrong = Urząd certyfikacji ma inny odcisk niż podany.
    .title = Niezgodny odcisk
    .lifts = Porównaj go z właścicielem serwera. Nie idź dalej, dopóki oba nie są takie same.
reason-net-authority_file = Plik nie jest jednym certyfikatem.
    .title = To nie certyfikat
    .lifts = Wybierz plik z certyfikatem urzędu, bez jego klucza.
reason-srv-impostor = Zamiast twojego serwera odpowiada inna maszyna. Nic twojego nie jest do niej wysyłane.
    .title = To nie twój serwer
    .lifts = Samo ruszy dalej, gdy znów odpowie twój serwer. W nieznanej sieci to nic złego.
reason-acct-password_changed = Hasło tego konta zmieniono na innym telefonie.
    .title = Hasło zostało zmienione
    .lifts = Jeśli to nie ty, usuń telefon, którego nie znasz, i ustaw nowe hasło.
reason-acct-words_changed = Słowa odzyskiwania tego konta zmieniono na innym telefonie.
    .title = Słowa odzyskiwania zostały zmienione
    .lifts = Jeśli to nie ty, usuń telefon, którego nie znasz, i utwórz nowe słowa.
reason-acct-unlock_refused = Nie potwierdzono, że ten telefon jest we właściwych rękach.
    .title = Nie potwierdzono
    .lifts = Odblokuj twarzą, palcem lub kodem PIN albo wpisz to, o co pytamy.
reason-acct-unlock_unavailable = To urządzenie nie może poprosić o swoje odblokowanie.
    .title = Nie można poprosić o odblokowanie
    .lifts = Ustaw w telefonie blokadę ekranu; w terminalu uruchom polecenie tam, gdzie może pytać.
cli-authority = Urząd certyfikacji o tym odcisku jest zaufany tylko dla tego serwera: { $fingerprint }
cli-unlock-ask = Wpisz adres e-mail konta, aby ustawić nowe hasło:
cli-help-arg-ca = Własny urząd certyfikacji, jako plik PEM: zaufany tylko dla tego serwera
cli-help-arg-ca-fingerprint = Jego odcisk SHA-256 podany przez właściciela serwera: wszystko inne jest odrzucane
cli-help-passwd-arg-forgotten = Ustaw nowe bez starego, póki to urządzenie jest zalogowane
## Co się stało i co będzie: chwile, i na co coś czeka. Pierwsza litera sama staje się wielka.

moment-day = { $day ->
        [today] dziś
        [yesterday] wczoraj
        [tomorrow] jutro
        [monday] w poniedziałek
        [tuesday] we wtorek
        [wednesday] w środę
        [thursday] w czwartek
        [friday] w piątek
        [saturday] w sobotę
        [sunday] w niedzielę
       *[date] { $date }
    }
moment = { moment-day } o { CLOCK($clock) }
moment-within-day = { moment-day } między { CLOCK($clock) } a { CLOCK($until) }
moment-between = { $from } – { $until }

awaited = { $awaited ->
        [charger] ładowarkę
        [power] koniec oszczędzania energii
        [cool] ostygnięcie telefonu
        [wifi] Wi-Fi
        [portal] zalogowanie się do sieci
        [home] domową sieć
        [vpn] VPN
        [clock] właściwą datę i godzinę
        [server] serwer
        [server_update] aktualizację serwera
        [connection] połączenie
        [switch] włączenie synchronizacji
        [pause] koniec przerwy
        [hours] wybrane godziny
        [cloud_room] miejsce w chmurze
        [phone_room] miejsce w telefonie
        [access] dostęp do zdjęć
        [unlock] odblokowanie
        [sign_in] zalogowanie się
        [update] aktualizację aplikacji
        [system_update] aktualizację telefonu
        [other_phone] inny telefon
        [choice] decyzję
        [slot] zgodę systemu
        [turn] swoją kolej
        [look] sprawdzenie pliku
       *[unknown] coś, czego ta wersja aplikacji nie zna ({ $code })
    }

## Oś czasu.

timeline-waits = { $since } { $subject ->
        [everything] wszystko zaczęło
        [originals] zdjęcia i filmy zaczęły
        [photos] zdjęcia zaczęły
        [videos] filmy zaczęły
       *[small] miniatury zaczęły
    } czekać na { $awaited }; to jeszcze trwa.
timeline-waited = { $span } { $subject ->
        [everything] wszystko czekało
        [originals] zdjęcia i filmy czekały
        [photos] zdjęcia czekały
        [videos] filmy czekały
       *[small] miniatury czekały
    } na { $awaited }; { $sent ->
        [0] nic nie wysłano.
        [one] mimo to wysłano jedno zdjęcie.
        [few] mimo to wysłano { $sent } zdjęcia.
       *[many] mimo to wysłano { $sent } zdjęć.
    }
timeline-window = { $moment } Safelight { $ending ->
        [running] zaczął działać
       *[done] działał { $seconds ->
            [0] krócej niż minutę
           *[more] { $minutes ->
                [one] jedną minutę
                [few] { $minutes } minuty
               *[many] { $minutes } minut
            }
        }
    }: { $sent ->
        [0] { $small ->
            [nothing] nic nie wysłano.
           *[something] zmiany przeszły w obie strony.
        }
        [one] wysłano jedno zdjęcie.
        [few] wysłano { $sent } zdjęcia.
       *[many] wysłano { $sent } zdjęć.
    }{ $ending ->
        [expired] {" "}Potem skończył się jego czas.
        [killed] {" "}Potem telefon go zakończył.
        [stopped] {" "}Potem kazano mu przestać.
        [failed] {" "}{ $reason }
       *[done] {""}
    }
timeline-runs = { $span } Safelight działał kilka razy ({ $runs }): { $sent ->
        [0] zmiany przeszły w obie strony.
        [one] wysłano jedno zdjęcie.
        [few] wysłano { $sent } zdjęcia.
       *[many] wysłano { $sent } zdjęć.
    }
timeline-failed = { $span } Safelight próbował bez skutku { $tries ->
        [one] jeden raz
        [few] { $tries } razy
       *[many] { $tries } razy
    }. { $reason }
timeline-gap = { $span } nic nie stało zdjęciom na drodze, a Safelight nie mógł działać.

## Jeden telefon wyjaśnia drugi.

battery-band = { $band ->
        [under_20] {" "}(bateria poniżej 20%)
        [from_20] {" "}(bateria od 20 do 49%)
        [from_50] {" "}(bateria od 50 do 79%)
        [from_80] {" "}(bateria 80% lub więcej)
       *[none] {""}
    }
explain-silent = { $name }: jeszcze nic nie wiadomo.
explain-now = { $name } { $doing ->
        [waits] czeka na { $awaited }{ $battery }
        [sends] wysyła
       *[well] jest na bieżąco
    }{ $backlog ->
        [0] {""}
        [one] , zostało jedno zdjęcie
        [few] , zostały { $backlog } zdjęcia
       *[many] , zostało { $backlog } zdjęć
    }.
explain-past = { $name }: ostatnia wiadomość przyszła { $moment }; telefon { $doing ->
        [waits] czekał wtedy na { $awaited }{ $battery }
        [sends] wtedy wysyłał
       *[well] był wtedy na bieżąco
    }{ $backlog ->
        [0] {""}
        [one] , zostało jedno zdjęcie
        [few] , zostały { $backlog } zdjęcia
       *[many] , zostało { $backlog } zdjęć
    }.

## Dlaczego tego tu nie ma?

why-arrived = { $place ->
        [cloud] Jest w chmurze; oryginał przyjdzie, gdy go otworzysz.
       *[both] Całość jest na tym telefonie i w chmurze.
    }
why-what = { $what ->
        [record] opis zdjęcia
        [thumbnail] mały obrazek
       *[original] oryginał
    }
why-elsewhere = { why-what } jest tylko na innym telefonie. { $phone } { $expected }
why-waits = { why-what } { $place ->
        [here] jest na tym telefonie
        [cloud] jest w chmurze
        [elsewhere] jest na innym telefonie
       *[lost] nigdzie już nie istnieje
    }{ $state ->
        [moving] {" "}i jest właśnie w drodze.
        [failed] . { $reason }
        [turn] {" "}i jest następny w kolejce. { $expected }
       *[held] {" "}i czeka na { $awaited }. { $expected }
    }
expected = Można się tego spodziewać { $span }{ $if ->
        [charger] , jeśli telefon będzie podłączony do ładowarki
        [wifi] , jeśli będzie Wi-Fi
        [connection] , jeśli będzie połączenie
        [home] , jeśli telefon będzie w domu
        [power] , jeśli nie będzie oszczędzał energii
       *[none] {""}
    }.
expected-unknown = Nie da się powiedzieć, kiedy przyjdzie.

## Co zasługuje na to, by przeszkodzić.

alert-cause = { $reason }
alert-waiting = { $backlog ->
        [one] Jedno zdjęcie czeka
        [few] { $backlog } zdjęcia czekają
       *[many] { $backlog } zdjęć czeka
    } od { $days ->
        [one] jednego dnia
        [few] { $days } dni
       *[many] { $days } dni
    } i nic przez ten czas nie stało się bezpieczne. { $reason }
reason-bg-silent = { $phone ->
        [none] Inny telefon nie odzywa się od wielu dni.
       *[given] { $phone } nie odzywa się od wielu dni.
    }
    .title = Inny telefon milczy
    .lifts = Otwórz Safelight na tamtym telefonie.

## Wiersz poleceń: co się stało i dlaczego.

cli-month-invalid = miesiąc jak 2026-05
cli-timeline-none = Nie stało się nic wartego opowiedzenia.
cli-receipts-none = Niczego jeszcze nie zużyto.
cli-alerts-none = Nic cię teraz nie potrzebuje.
cli-head-month = Miesiąc
cli-head-wifi = Wi-Fi
cli-head-cellular = Sieć komórkowa
cli-head-other-networks = Inne
cli-head-saved = Oszczędzono

cli-help-timeline = Mówi, co się stało: co działało, co czekało i na co
cli-help-timeline-arg-since = Od tego dnia lub czasu; inaczej ostatnie siedem dni
cli-help-timeline-examples =
    Dlaczego nie ostatniej nocy?
      { $command } --since 2026-05-12
cli-help-receipts = Mówi, ile danych zużyto i oszczędzono, według miesięcy i sieci
cli-help-receipts-arg-month = Tylko ten miesiąc
cli-help-receipts-examples =
    { $command } --month 2026-05
cli-help-why = Mówi, dlaczego zdjęcia tu nie ma albo nie jest bezpieczne i kiedy się go spodziewać
cli-help-why-arg-from = Dlaczego nie ma tu zdjęć z tego urządzenia: jego nazwa lub id
cli-help-why-arg-since = Tylko zdjęcia zrobione w tym dniu lub czasie albo później
cli-help-why-examples =
    { $command } 3f9a…
    { $command } --from "iPhone Anny" --since 2026-05-08
cli-help-alerts = Mówi, co cię teraz potrzebuje; zwykle nic
cli-help-alerts-examples =
    { $command }
cli-help-explain = Mówi, jak stoi inne urządzenie, według tego, co powiedziało ostatnio
cli-help-explain-arg-device = Jego nazwa lub id
cli-help-explain-examples =
    { $command } "iPhone Anny"


## Room on the phone and in the cloud.

reason-item-unsent = Tego zdjęcia nie ma jeszcze w chmurze.
    .title = Jeszcze nie w chmurze
    .lifts = Zostaje na tym telefonie, aż tam będzie.
reason-item-pinned = To zdjęcie ma zostać na tym telefonie.
    .title = Zostaje na tym telefonie
    .lifts = Zwolnij je, a będzie mogło zniknąć z telefonu, gdy zabraknie miejsca.
reason-item-borrowed = To zdjęcie leży poza Safelight, tam gdzie było.
    .title = Poza Safelight
    .lifts = Safelight niczego tam nie usuwa.
reason-item-not_here = To zdjęcie jest w chmurze, a nie na tym telefonie.
    .title = Tylko w chmurze
    .lifts = Otwarcie je pobiera.
reason-item-busy = To zdjęcie zostało właśnie otwarte albo zmienione.
    .title = W użyciu
    .lifts = Następna synchronizacja spojrzy na nie znowu.
reason-cloud-damaged = { $name ->
        [none] Chmura nie ma już jakiegoś zdjęcia w całości.
       *[given] Chmura nie ma już { $name } w całości.
    }
    .title = Uszkodzone w chmurze
    .lifts = Telefon, który je jeszcze ma, sam wyśle je ponownie. Właściciel serwera powinien sprawdzić jego dysk.
reason-quota-near = { $left ->
        [none] Chmura jest prawie pełna.
       *[given] Chmura jest prawie pełna: wolne jest { BYTES($left) } z { BYTES($quota) }.
    }
    .title = Chmura jest prawie pełna
    .lifts = Zwolnij miejsce w chmurze albo poproś o więcej, zanim się zapełni.
reason-disk-low = { $free ->
        [none] Na tym telefonie zostało mało miejsca.
       *[given] Na tym telefonie zostało mało miejsca: { BYTES($free) }.
    }
    .title = Mało miejsca na telefonie
    .lifts = { $could ->
        [none] Zwolnij trochę miejsca na tym telefonie.
       *[given] Zdjęcia bezpieczne w chmurze mogą zniknąć z tego telefonu i zwolnić { BYTES($could) }.
    }
reason-cloud-not_backed_up = Ostatnia kopia zapasowa serwera nie ma jeszcze tego zdjęcia.
    .title = Jeszcze nie w kopii zapasowej serwera
    .lifts = Zostaje na tym telefonie do następnej kopii.

cli-optimise-done = { $count ->
        [0] Żadne zdjęcie nie opuściło tego urządzenia.
        [one] Jedno zdjęcie opuściło to urządzenie; chmura je ma.
        [few] { $count } zdjęcia opuściły to urządzenie; chmura je ma.
       *[many] { $count } zdjęć opuściło to urządzenie; chmura je ma.
    } Znowu wolne: { $size }.
cli-optimise-short = O { $size } mniej, niż było trzeba.
cli-optimise-kept = { $count ->
        [one] Jedno zostaje
        [few] { $count } zostają
       *[many] { $count } zostaje
    }: { $reason }
cli-pin-done = { $count ->
        [0] Nic się nie zmieniło.
        [one] Oryginał jednego zdjęcia zostaje na tym urządzeniu. Następna synchronizacja pobierze go, jeśli go tu nie ma.
        [few] Oryginały { $count } zdjęć zostają na tym urządzeniu. Następna synchronizacja pobierze te, których tu nie ma.
       *[many] Oryginały { $count } zdjęć zostają na tym urządzeniu. Następna synchronizacja pobierze te, których tu nie ma.
    }
cli-unpin-done = { $count ->
        [0] Nic się nie zmieniło.
        [one] Jedno zdjęcie może znowu opuścić to urządzenie, gdy zabraknie miejsca.
        [few] { $count } zdjęcia mogą znowu opuścić to urządzenie, gdy zabraknie miejsca.
       *[many] { $count } zdjęć może znowu opuścić to urządzenie, gdy zabraknie miejsca.
    }
cli-proof-done = Dowiedzione: { $proven } z { $of }.

cli-free-up-videos = { $count ->
        [0] Żaden duży film by nie zniknął.
        [one] Jeden film ({ $size }) zniknąłby ze wszystkich urządzeń:
        [few] { $count } filmy ({ $size }) zniknęłyby ze wszystkich urządzeń:
       *[many] { $count } filmów ({ $size }) zniknęłoby ze wszystkich urządzeń:
    }
cli-free-up-deleted = { $count ->
        [0] W ostatnio usuniętych nie ma niczego.
        [one] W ostatnio usuniętych: jedno zdjęcie lub film ({ $size }).
        [few] W ostatnio usuniętych: { $count } zdjęcia i filmy ({ $size }).
       *[many] W ostatnio usuniętych: { $count } zdjęć i filmów ({ $size }).
    }
cli-free-up-ask-trash = Przenieść te filmy do ostatnio usuniętych, na wszystkich urządzeniach? Napisz tak:
cli-free-up-ask-empty = Opróżnić teraz ostatnio usunięte, na dobre i na wszystkich urządzeniach? Tego nie da się cofnąć. Napisz tak:
cli-free-up-moved = { $count ->
        [one] Jeden film jest
        [few] { $count } filmy są
       *[many] { $count } filmów jest
    } teraz w ostatnio usuniętych. Samo to niczego nie zwalnia: miejsce ({ $size }) będzie wolne, gdy ostatnio usunięte zostaną opróżnione.
cli-free-up-emptied = { $count ->
        [one] Jedno zdjęcie lub film zostało usunięte
        [few] { $count } zdjęcia i filmy zostały usunięte
       *[many] { $count } zdjęć i filmów zostało usuniętych
    } na dobre, wszędzie z następną synchronizacją. To zwalnia w chmurze { $size }.
cli-free-up-how = Nic nie zrobiono. --trash przenosi filmy do ostatnio usuniętych, --empty je opróżnia.

cli-usage-pending = Do wysłania z tego urządzenia
cli-usage-pending-elsewhere = Do wysłania z innych urządzeń
cli-usage-only-here = Na razie tylko tutaj
cli-usage-could-leave = Może zniknąć, gdy zabraknie miejsca
cli-usage-forecast = { $fits ->
        [no] To, co zostało do wysłania ({ $size }), nie zmieści się w chmurze.
       *[yes] { $days ->
            [never] W tym tempie chmura się nie zapełni.
            [one] W tym tempie chmura zapełni się za jeden dzień; do wysłania zostało { $size }.
            [few] W tym tempie chmura zapełni się za { $days } dni; do wysłania zostało { $size }.
           *[many] W tym tempie chmura zapełni się za { $days } dni; do wysłania zostało { $size }.
        }
    }

cli-help-optimise = Zrób miejsce na tym urządzeniu: oryginały, co do których chmura dowiedzie, że je ma, opuszczają je, i nic poza tym
cli-help-optimise-arg-free = Ile bajtów zwolnić; w przeciwnym razie tyle, ile chce ustawienie, albo wszystko, co może
cli-help-optimise-examples =
    Kończy się kodem 3, jeśli zwolniono mniej, niż trzeba:
      { $command } --free 2000000000

cli-help-pin = Zatrzymaj oryginały tych zdjęć na tym urządzeniu
cli-help-pin-examples =
    { $command } 5e0c

cli-help-unpin = Pozwól im znowu zniknąć, gdy zabraknie miejsca
cli-help-unpin-examples =
    { $command } 5e0c

cli-help-free-up = Zwolnij chmurę: zdjęcia i filmy znikają ze wszystkich urządzeń, w dwóch krokach, o które pyta się osobno
cli-help-free-up-arg-cloud = Powiedz, że chodzi o chmurę, a więc o wszystkie urządzenia
cli-help-free-up-arg-plan = Tylko powiedz, co by zniknęło
cli-help-free-up-arg-bytes = Ile bajtów trzeba; w przeciwnym razie wymieniane jest dziesięć największych filmów
cli-help-free-up-arg-trash = Krok pierwszy bez pytania: przenieś filmy do ostatnio usuniętych, co samo niczego nie zwalnia
cli-help-free-up-arg-empty = Krok drugi bez pytania: opróżnij ostatnio usunięte, na dobre i na wszystkich urządzeniach
cli-help-free-up-examples =
    { $command } --cloud --plan
    Miejsce na tym urządzeniu to co innego: zob. optimise.

cli-help-proof = Zapytaj chmurę o dowód, że ma oryginał
cli-help-proof-examples =
    Kończy się kodem 3, jeśli go nie da:
      { $command } 5e0c

cli-help-verify = Zapytaj chmurę o dowód, że ma każdy oryginał, który jest na tym urządzeniu
cli-help-verify-arg-all = Odczytaj też z chmury to, czego na tym urządzeniu nie ma
cli-help-verify-examples =
    Kończy się kodem 3, jeśli czegoś nie dowiedziono:
      { $command } --all

## Miejsce w galerii telefonu i decyzje osoby.

reason-lib-gallery_choice = { $count ->
        [none] W galerii tego telefonu usunięto albo zmieniono zdjęcia.
        [one] W galerii tego telefonu usunięto albo zmieniono jedno zdjęcie.
        [few] W galerii tego telefonu usunięto albo zmieniono { $count } zdjęcia.
       *[many] W galerii tego telefonu usunięto albo zmieniono { $count } zdjęć.
    }
    .title = Usunięte w galerii, zachowane w Safelight
    .lifts = Zostają w Safelight takie, jakie były, chyba że zdecydujesz, by trafiały do ostatnio usuniętych.
reason-item-declined = To zdjęcie miało zostać w galerii.
    .title = Zostaje w galerii
    .lifts = Zapytaj znowu, gdy potrzebne będzie miejsce.
reason-cloud-backup_old = { $days ->
        [none] Ostatnia kopia zapasowa serwera jest stara.
        [one] Ostatnia kopia zapasowa serwera ma jeden dzień.
        [few] Ostatnia kopia zapasowa serwera ma { $days } dni.
       *[many] Ostatnia kopia zapasowa serwera ma { $days } dni.
    }
    .title = Kopia zapasowa serwera jest stara
    .lifts = Zdjęcia, których nie ma w żadnej kopii, zostają na tym telefonie. Właściciel serwera powinien zrobić kopię.

room-warning-system-cloud = Jeśli włączone są Zdjęcia iCloud lub Zdjęcia Google, znikną też stamtąd. Chmura Safelight je zachowa.
room-warning-later = Telefon najpierw trzyma je we własnych ostatnio usuniętych; miejsce może zwolnić się dopiero po ich opróżnieniu.

cli-gallery-plan = { $count ->
        [0] Galerii nie można o nic poprosić.
        [one] Galeria zostałaby poproszona o usunięcie jednego oryginału ({ $size }); chmura najpierw dowiedzie, że go ma.
        [few] Galeria zostałaby poproszona o usunięcie { $count } oryginałów ({ $size }); chmura najpierw dowiedzie, że je ma.
       *[many] Galeria zostałaby poproszona o usunięcie { $count } oryginałów ({ $size }); chmura najpierw dowiedzie, że je ma.
    }
cli-gallery-ask = Usunąć je z galerii? Napisz tak:
cli-gallery-how = O nic nie zapytano. --yes odpowiada na pytanie.
cli-gallery-done = { $count ->
        [0] Żaden oryginał nie opuścił galerii.
        [one] Jeden oryginał opuścił galerię; chmura go ma.
        [few] { $count } oryginały opuściły galerię; chmura je ma.
       *[many] { $count } oryginałów opuściło galerię; chmura je ma.
    } Razem: { $size }.
cli-gallery-none = Żaden folder nie gra galerii: zob. source add --gallery.

cli-choices-none = Nic na ciebie nie czeka.
cli-choices-contested = { $count ->
        [one] Inny telefon trwale usunął to zdjęcie, a ma je już tylko ten telefon. { $restore } je zachowuje, { $delete } usuwa:
        [few] Inny telefon trwale usunął te zdjęcia, a ma je już tylko ten telefon. { $restore } zachowuje zdjęcie, { $delete } usuwa:
       *[many] Inny telefon trwale usunął te zdjęcia, a ma je już tylko ten telefon. { $restore } zachowuje zdjęcie, { $delete } usuwa:
    }
cli-choices-gallery = { $count ->
        [one] To zdjęcie usunięto albo zmieniono w galerii. Zostaje w Safelight, chyba że --gallery follow przeniesie je do ostatnio usuniętych:
        [few] Te zdjęcia usunięto albo zmieniono w galerii. Zostają w Safelight, chyba że --gallery follow przeniesie je do ostatnio usuniętych:
       *[many] Te zdjęcia usunięto albo zmieniono w galerii. Zostają w Safelight, chyba że --gallery follow przeniesie je do ostatnio usuniętych:
    }
cli-choices-keep = To, co usunięto albo zmieniono w galerii, zostaje w Safelight.
cli-choices-follow = { $count ->
        [0] To, co usunięto albo zmieniono w galerii, trafia odtąd do ostatnio usuniętych.
        [one] Jedno zdjęcie jest teraz w ostatnio usuniętych. To, co usunięto albo zmieniono w galerii, trafia tam odtąd.
        [few] { $count } zdjęcia są teraz w ostatnio usuniętych. To, co usunięto albo zmieniono w galerii, trafia tam odtąd.
       *[many] { $count } zdjęć jest teraz w ostatnio usuniętych. To, co usunięto albo zmieniono w galerii, trafia tam odtąd.
    }

cli-head-days-left = Zostało dni
cli-days-left = { $days ->
        [0] znika na dobre przy następnej synchronizacji
        [one] jeden dzień do usunięcia na dobre
        [few] { $days } dni do usunięcia na dobre
       *[many] { $days } dni do usunięcia na dobre
    }

cli-help-optimise-arg-gallery = Zrób miejsce w galerii: jedno pytanie o oryginały, co do których chmura dowiedzie, że je ma
cli-help-optimise-arg-yes = Odpowiedz „tak” na pytanie galerii
cli-help-source-add-arg-gallery = Ten folder gra galerię telefonu: jego oryginały zostają na swoim miejscu
cli-help-choices = Powiedz, co czeka na twoje słowo
cli-help-choices-arg-gallery = Co znaczy usunięcie albo zmiana zdjęcia w galerii: keep zachowuje je w Safelight, follow idzie za galerią
cli-help-choices-examples =
    { $command }
    { $command } --gallery keep

# Czego diagnoza dowiaduje się z okien, tempa i kluczy.
observed-expired = Telefon przerwał synchronizację przed końcem, { $count } razy z rzędu.
observed-pace = Ostatnio przechodziło tylko { $pace } bajtów na sekundę, a zostało { $bytes } bajtów.
observed-impostor = Odpowiada tam serwer Safelight, ale nie ma klucza twojego serwera.

## Strona: dlaczego telefon czeka, co wie, czego osoba od niego chce.

page-language-title = Język
page-hub-back = Konto
page-account-nobody = Nikt nie jest zalogowany
page-account-version = Wersja aplikacji
page-account-other = Drugi telefon
page-account-alerts = Warto wiedzieć
page-account-sign-out = Wyloguj
page-account-sign-out-hint = Zdjęcia, których nie ma w chmurze, zostają tylko na tym telefonie.
page-account-signed-out = Wylogowano
page-account-sign-in = Zaloguj
page-account-signed-in = Zalogowano
page-why-title = Dlaczego czeka?
page-why-all = Wszystkie powody
page-why-looking = Sprawdzam dokładnie: ten telefon, połączenie, chmurę
page-why-again = Sprawdź jeszcze raz
page-why-sync = Synchronizuj teraz
page-why-synced = Spróbowano teraz
page-why-well = Nic nie stoi na przeszkodzie.
page-why-mended = Naprawione przed chwilą
page-why-unchecked = Niesprawdzone, ponieważ:
page-fix-do = Zrób to
page-fix-played = Tutaj strona jest Twoją ręką: zmienia to, co zmieniłbyś na telefonie.
page-fix-elsewhere = Na innych telefonach
page-platform-ios = iPhone
page-platform-android = Android
page-platform-desktop = Komputer
page-form-act = Safelight robi to sam.
page-form-ask = Pyta system: pojawia się jego własne pytanie.
page-form-settings = Otwiera się strona Safelight w ustawieniach telefonu.
page-form-system = Otwiera się strona ustawień telefonu: { $page }
page-form-steps = Do zrobienia ręcznie:
page-form-nothing = Nie trzeba nic robić: samo minie.
page-did-signed-in = Zalogowano.
page-did-signed-out = Wylogowano.
page-did-restarted = Telefon uruchomił się ponownie.
page-did-by-hand = Zrobione, tak jak zrobiłaby to Twoja ręka.
page-did-setting = Ustawienie zmienione.
page-did-allowed = Dozwolone: { $size } danych komórkowych dziennie.
page-did-updated = Aplikacja ma teraz wersję { $version }.
page-did-owner = Właściciel chmury to naprawił.
page-did-tried = Sprawdzono dokładnie i spróbowano jeszcze raz.
page-did-room = { $count ->
        [0] Żaden oryginał nie mógł opuścić tego telefonu.
        [one] Jeden oryginał opuścił ten telefon: { $size } więcej wolnego miejsca.
        [few] { $count } oryginały opuściły ten telefon: { $size } więcej wolnego miejsca.
       *[many] { $count } oryginałów opuściło ten telefon: { $size } więcej wolnego miejsca.
    }

page-set-title = Ustawienia
page-set-sync = Synchronizacja
page-set-sync-hint = Zdjęcia, albumy i zmiany
page-set-cellular-photos = Dane komórkowe dla zdjęć
page-set-cellular-videos = Dane komórkowe dla filmów
page-set-off = Wyłączone
page-set-small = Tylko małe obrazy
page-set-50-mb = 50 MB dziennie
page-set-200-mb = 200 MB dziennie
page-set-1-gb = 1 GB dziennie
page-set-unlimited = Bez ograniczeń
page-set-roaming = Dane za granicą
page-set-low-data = Także w trybie oszczędzania danych
page-set-charging-only = Tylko podczas ładowania
page-set-floor = Czekaj, gdy bateria ma mniej niż
page-set-floor-none = Nigdy nie czekaj
page-set-floor-10 = 10 %
page-set-floor-20 = 20 %
page-set-floor-50 = 50 %
page-set-low-power = Także w trybie oszczędzania energii
page-set-when-hot = Także gdy telefon jest bardzo ciepły
page-set-hours = Wysyłaj zdjęcia
page-set-hours-always = O każdej porze
page-set-hours-night = Od 22:00 do 07:00
page-set-hours-day = Od 09:00 do 17:00
page-set-optimise = Samo robi miejsce
page-set-automatic = Gdy zaczyna brakować miejsca
page-set-keep-5 = Zostaw 5 GB wolnego
page-set-keep-30 = Zostaw 30 GB wolnego
page-set-paused = Wstrzymane do
page-set-resume = Wznów
page-set-pause-hour = Wstrzymaj na godzinę
page-set-pause-night = Wstrzymaj na 12 godzin
page-set-hurried = Synchronizacja od razu do
page-set-hurry = Synchronizuj teraz przez godzinę
page-set-hurry-end = Już się nie spieszy
page-what-if = { $count ->
        [0] W sieci komórkowej nie pójdzie dziś żadne zdjęcie.
        [one] W sieci komórkowej pójdzie dziś jedno zdjęcie.
        [few] W sieci komórkowej pójdą dziś { $count } zdjęcia.
       *[many] W sieci komórkowej pójdzie dziś { $count } zdjęć.
    }
page-what-if-videos = { $count ->
        [0] W sieci komórkowej nie pójdzie dziś żaden film.
        [one] W sieci komórkowej pójdzie dziś jeden film.
        [few] W sieci komórkowej pójdą dziś { $count } filmy.
       *[many] W sieci komórkowej pójdzie dziś { $count } filmów.
    }

page-time-title = Co się działo
page-time-none = Jeszcze nic wartego opowiedzenia.
page-time-receipts = Dane, miesiącami
page-receipt = { $month }: { $wifi } przez Wi-Fi, { $cellular } przez sieć komórkową, { $saved } oszczędzono

page-room-title = Miejsce
page-room-here = Na tym telefonie
page-room-there = W chmurze
page-room-make = Zrób miejsce na tym telefonie
page-room-make-hint = Oryginały, które na pewno są w chmurze, opuszczają ten telefon. Nic nie znika z chmury ani z drugiego telefonu.
page-room-phone = Zdjęcia: { $used }; z tego może odejść { $could }. Wolne: { $free } z { $total }.
page-room-only-here = Tylko tutaj
page-room-photos = Zdjęcia
page-room-videos = Filmy
page-room-derivatives = Małe obrazy
page-room-deleted = Ostatnio usunięte
page-free-up = Zwolnij miejsce w chmurze
page-free-up-hint = Co znika z chmury, znika z obu telefonów.
page-free-up-lead = Przeniesienie do ostatnio usuniętych niczego nie zwalnia. Zwalnia dopiero ich opróżnienie.
page-free-up-videos = { $count ->
        [0] Nie ma dużych filmów.
        [one] Jeden duży film: { $size }.
        [few] { $count } duże filmy: { $size }.
       *[many] { $count } dużych filmów: { $size }.
    }
page-free-up-deleted = { $count ->
        [0] Ostatnio usunięte są puste.
        [one] Jedno zdjęcie w ostatnio usuniętych: { $size }.
        [few] { $count } zdjęcia w ostatnio usuniętych: { $size }.
       *[many] { $count } zdjęć w ostatnio usuniętych: { $size }.
    }
page-free-up-move = Przenieś je do ostatnio usuniętych
page-free-up-empty = Opróżnij ostatnio usunięte
page-free-up-sure = Znikną z chmury i z obu telefonów. Tego nie można cofnąć.
page-free-up-yes = Usuń na zawsze
page-freed-trash = { $count ->
        [one] Jeden film przeniesiono do ostatnio usuniętych. To jeszcze niczego nie zwalnia.
        [few] { $count } filmy przeniesiono do ostatnio usuniętych. To jeszcze niczego nie zwalnia.
       *[many] { $count } filmów przeniesiono do ostatnio usuniętych. To jeszcze niczego nie zwalnia.
    }
page-freed-empty = { $count ->
        [one] Jedno zdjęcie usunięto na zawsze: { $size } znów jest wolne.
        [few] { $count } zdjęcia usunięto na zawsze: { $size } znów jest wolne.
       *[many] { $count } zdjęć usunięto na zawsze: { $size } znów jest wolne.
    }

## Strona: co leży pod ręką.

page-yes = Tak
page-no = Nie
page-untold = Telefon nie wie
page-body-title = co wie
page-body-power = Zasilanie
page-body-network = Sieć
page-body-rights = Uprawnienia
page-body-other = Miejsce, zegar, aplikacja
page-fact-battery = Bateria
page-fact-charging = Ładowarka
page-charging-no = Odłączona
page-charging-yes = Ładuje
page-charging-limited = Trzyma 80 %
page-charging-full = Pełna
page-fact-low-power = Oszczędzanie energii
page-fact-thermal = Temperatura
page-thermal-nominal = Chłodny
page-thermal-fair = Ciepły
page-thermal-serious = Gorący
page-thermal-critical = Za gorący
page-fact-network = Sieć
page-network-wifi = Wi-Fi
page-network-cellular = Komórkowa
page-network-ethernet = Kabel
page-network-none = Brak
page-fact-metered = Płatna za dane
page-fact-constrained = Oszczędzanie danych
page-fact-roaming = Roaming
page-fact-captive = Strona logowania
page-fact-validated = Prowadzi do internetu
page-fact-vpn = VPN
page-vpn-wifi = Przez Wi-Fi
page-vpn-cellular = Przez sieć komórkową
page-vpn-ethernet = Przez kabel
page-vpn-some = Przez coś
page-fact-cellular-allowed = Dane komórkowe dozwolone
page-fact-data-saver = Tryb oszczędny (Android)
page-fact-lan-allowed = Sieć lokalna dozwolona
page-fact-photo-access = Zdjęcia
page-access-full = Wszystkie
page-access-limited = Niektóre
page-access-none = Żadne
page-access-restricted = Zabronione
page-access-not-asked = Jeszcze nie zapytano
page-fact-background = Praca w tle
page-background-allowed = Dozwolona
page-background-denied = Wyłączona
page-background-restricted = Zabroniona
page-fact-app-state = Aplikacja jest
page-app-foreground = Na ekranie
page-app-background = W tle
page-app-extension = Rozszerzeniem
page-fact-free = Wolne miejsce
page-space-21-gb = 21 GB
page-space-2-gb = 2 GB
page-space-500-mb = 500 MB
page-space-40-mb = 40 MB
page-fact-clock = Zegar
page-clock-right = Dobry
page-clock-hour = Godzina do przodu
page-clock-days = 3 dni do przodu
page-clock-year = Rok do tyłu
page-fact-version = Wersja aplikacji
page-version-0-9 = 0.9
page-version-1-0 = 1.0
page-version-2-0 = 2.0

page-world-title = Chmura w rękach właściciela
page-world-quota = Miejsce dla tego konta
page-world-full = Nie zostaw miejsca
page-world-door = Kto do niej idzie, spotyka
page-door-open = Chmurę
page-door-closed = Nikogo
page-door-certificate = Zły certyfikat
page-door-nameless = Nieznaną nazwę
page-world-floor = Obsługuje aplikacje od
page-floor-none = Każda wersja
page-world-maintenance = Przerwa techniczna
page-world-slow = Powolna
page-world-real = Serwer, jego miejsce, jego odmowy, zamknięte drzwi i certyfikat są prawdziwe. Nieznana nazwa, powolność i strona logowania sieci są odgrywane na połączeniu telefonu.
page-clock-title = Czas
page-clock-now = Jest
page-clock-an-hour = O godzinę dalej
page-clock-a-night = O noc dalej
page-clock-30-days = O 30 dni dalej
page-clock-hint = Oba telefony i chmura idą dalej razem.

page-stories-go = Zepsuj coś
page-stories-title = Zepsuj coś
page-stories-lead = „Dlaczego moje zdjęcia się nie synchronizują?” Siedem zwykłych rad, każda to przycisk: sprowadza przyczynę i robi zdjęcie. Telefon mówi, o którą chodzi.
page-tip-settings = Sprawdź ustawienia
page-tip-connection = Sprawdź połączenie
page-tip-cloud = Sprawdź miejsce w chmurze
page-tip-phone = Sprawdź miejsce w telefonie
page-tip-restart = Uruchom ponownie
page-tip-update = Zaktualizuj aplikację
page-tip-plug = Podłącz, w Wi-Fi
page-surprise = Zaskocz mnie
page-surprise-reveal = Powiedz, co to jest
page-surprise-hidden = Coś jest zepsute i jedno zdjęcie nie może pójść. Który telefon i co? Spójrz na telefony.
page-stories-calm = Napraw wszystko
page-story-preparing = Przygotowanie
page-story-broken = Spójrz na telefon: mówi dlaczego i ma przycisk.
page-story-mended = Zdjęcie jest bezpieczne i jest na drugim telefonie.
page-trouble-sync-off = Synchronizacja była wyłączona.
page-trouble-cellular = Opuścił Wi-Fi i jest w sieci komórkowej.
page-trouble-cloud-full = Chmura jest pełna; w ostatnio usuniętych leżą cztery nieostre zdjęcia.
page-trouble-disk-full = Inne aplikacje zapełniły telefon.
page-trouble-wedged = Część aplikacji padła i zostawiła po sobie blokadę.
page-trouble-old-app = Jest nowa wersja, a chmura nie obsługuje starszych.
page-trouble-empty-on-cellular = Jest w sieci komórkowej i ma 14 % baterii.
page-trouble-portal = Wi-Fi chce zalogowania, a nikt telefonowi o tym nie powiedział.
page-trouble-certificate = Chmura pokazuje certyfikat, za który nikt nie ręczy.
page-trouble-no-name = Nazwa chmury prowadzi donikąd.
page-trouble-outage = Pod adresem chmury nikt nie odpowiada.
page-trouble-hours = Zdjęcia mają iść w dwóch odległych godzinach dnia.
page-trouble-paused = Synchronizacja była wstrzymana.
page-trouble-low-data = Włączone jest oszczędzanie danych.
page-trouble-cellular-denied = Jest w sieci komórkowej, której aplikacji nie wolno używać.
page-trouble-roaming = Jest za granicą, w cudzej sieci.
page-trouble-photos-denied = Aplikacja nie może już widzieć zdjęć.
page-trouble-low-power = Włączone jest oszczędzanie energii.
page-trouble-hot = Jest za gorący.
page-trouble-signed-out = Ktoś go wylogował.

# An app's own objects, and mistakes of ours

reason-eng-bug = Coś poszło nie tak wewnątrz Safelight. Twoje zdjęcia są nienaruszone.
    .title = Błąd w Safelight
    .lifts = Spróbuj ponownie, a jeśli to się powtórzy, przygotuj raport.
reason-eng-foreign = Część tej aplikacji zawiodła, gdy Safelight jej używał. Twoje zdjęcia są nienaruszone.
    .title = Część aplikacji zawiodła
    .lifts = Spróbuj ponownie, a jeśli to się powtórzy, przygotuj raport.

## Strona: dowód, przypinanie, co mówi system

page-verify = Niech chmura udowodni wszystkie
page-verify-hint = Chmura czyta każdy oryginał od nowa ze swojego dysku i dowodzi, że go ma.
page-details-proof = Niech chmura to udowodni
page-proven = Udowodniono { $proven } z { $of }.
page-pin = Zatrzymaj na tym telefonie
page-unpin = Może odejść
page-pinned = Zostaje na tym telefonie.
page-unpinned = Znów może odejść, gdy zacznie brakować miejsca.
page-fact-system = System mówi
page-system-none = Nic
page-system-quit = Aplikację zamknięto
page-system-locked = Nie odblokowano od uruchomienia
page-system-load = Później: jest zajęty
page-system-resources = Przerwano: bateria, ciepło lub plan
page-system-extension = Wysyłanie w tle jest wyłączone
page-system-child = Rodzic na to nie pozwala
page-system-doze = Telefon śpi
page-system-hibernated = Aplikację odłożono
page-system-profile = Profil jest zablokowany
